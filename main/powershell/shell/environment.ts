/** Names without which Windows, PowerShell or Kerberos does not work; compared without case. */
const kept = new Set(
  [
    ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'TEMP', 'TMP', 'OS', 'PATHEXT'],
    ...['USERNAME', 'USERDOMAIN', 'USERDNSDOMAIN', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'LOGONSERVER'],
    ...['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ALLUSERSPROFILE', 'PUBLIC', 'SESSIONNAME'],
    ...['ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432', 'CommonProgramFiles', 'CommonProgramFiles(x86)'],
    ...['COMPUTERNAME', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE', 'PROCESSOR_IDENTIFIER'],
    ...['HOME', 'USER', 'LOGNAME', 'TMPDIR', 'LANG', 'LC_ALL', 'KRB5CCNAME', 'KRB5_CONFIG', 'DOTNET_ROOT'],
  ].map((name) => name.toLowerCase()),
);

const fixed = { POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off', NO_COLOR: '1' };

/**
 * The environment of the child: an allow-list, so that nothing of the parent's replaces the program (NODE_POWERSHELL),
 * loads code into it (COR_PROFILER, DOTNET_STARTUP_HOOKS), makes 5.1 load the modules of 7 (PSModulePath), or makes
 * node-powershell print its traffic (DEBUG). PATH is the system's own folders alone.
 */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Readonly<Record<string, string>> {
  const copied: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && kept.has(name.toLowerCase())) copied[name] = value;
  }
  return { ...copied, PATH: systemPath(copied, platform), ...fixed };
}

function systemPath(env: Readonly<Record<string, string>>, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return '/usr/bin:/bin';
  const [, root = 'C:\\Windows'] =
    Object.entries(env).find(([name]) => name.toLowerCase() === 'systemroot') ?? [];
  return `${root}\\System32;${root}`;
}
