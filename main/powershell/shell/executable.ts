import { posix, win32 } from 'node:path';

export interface PowerShellProgram {
  /** Absolute. */
  readonly executable: string;
  /** `Desktop` is Windows PowerShell 5.1, the client Microsoft documents for Exchange. */
  readonly edition: 'Desktop' | 'Core';
}

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

/**
 * Windows PowerShell 5.1 by its full path first, PowerShell 7 where its installer puts it second; null when neither is
 * there. PATH is never searched: a `powershell.exe` that somebody planted in a folder of it would get the password.
 */
export function findPowerShell({ platform, env, exists }: Machine): PowerShellProgram | null {
  const candidates = platform === 'win32' ? onWindows(env) : elsewhere;
  return candidates.find(({ executable }) => exists(executable)) ?? null;
}

function onWindows(env: Machine['env']): readonly PowerShellProgram[] {
  const systemRoot = folder(env, 'SystemRoot') ?? 'C:\\Windows';
  const programs = folder(env, 'ProgramW6432') ?? folder(env, 'ProgramFiles') ?? 'C:\\Program Files';
  return [
    {
      executable: win32.join(systemRoot, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
      edition: 'Desktop',
    },
    { executable: win32.join(programs, 'PowerShell', '7', 'pwsh.exe'), edition: 'Core' },
  ];
}

const elsewhere: readonly PowerShellProgram[] = [
  '/opt/microsoft/powershell/7',
  '/usr/local/microsoft/powershell/7',
  '/usr/bin',
].map((directory) => ({ executable: posix.join(directory, 'pwsh'), edition: 'Core' as const }));

/** A folder of a local drive; a share could be anybody's. */
function folder(env: Machine['env'], name: string): string | null {
  const [, value] = Object.entries(env).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  return value !== undefined && /^[A-Za-z]:\\/u.test(value) ? value : null;
}
