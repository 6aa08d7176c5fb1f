import { defineConfig } from 'vite';

/** Bundles the command line for Node 20: one entry and few chunks, so that it starts well under a second. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'node20.19',
    ssr: 'main/cli.ts',
    outDir: 'out',
    emptyOutDir: false,
    minify: false,
  },
  // Everything is bundled: a package of the program needs no node_modules for its command line.
  ssr: { noExternal: true, target: 'node' },
});
