import { defineConfig } from 'vite';

/** Bundles the command line for Node 20: one entry and few chunks, so that it starts well under a second. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'node20.19',
    ssr: true,
    outDir: 'out',
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      input: {
        cli: 'main/cli.ts',
        // A thread of its own reads files, so that one that hangs or dies takes nothing with it.
        'reading-thread': 'main/gather/saved/worker/reading-thread.ts',
      },
      output: {
        // @peculiar/x509 refuses to load before reflect-metadata has run: imports keep their order across chunks.
        strictExecutionOrder: true,
        entryFileNames: '[name].js',
        // One flat folder, so that a new build is moved into place file by file.
        chunkFileNames: '[name]-[hash].js',
      },
    },
  },
  // Everything is bundled: a package of the program needs no node_modules for its command line.
  ssr: { noExternal: true, target: 'node' },
});
