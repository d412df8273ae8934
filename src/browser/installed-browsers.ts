import path from 'node:path';

/** Where Chromium-family browsers are installed by their usual packages, best suited to printing first. */
export function installedBrowserPaths(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  switch (platform) {
    case 'win32':
      return windowsPaths(environment);
    case 'darwin':
      return macPaths(environment);
    case 'linux':
      return linuxPaths;
    default:
      return [];
  }
}

const linuxPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge-stable',
  '/usr/bin/microsoft-edge',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
];

function windowsPaths(environment: NodeJS.ProcessEnv): readonly string[] {
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map((name) => environment[name])
    .filter((root) => root !== undefined && root !== '');
  const programs = [
    ['Google', 'Chrome', 'Application', 'chrome.exe'],
    ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ['Chromium', 'Application', 'chrome.exe'],
  ];
  return programs.flatMap((parts) => roots.map((root) => path.win32.join(`${root}`, ...parts)));
}

function macPaths(environment: NodeJS.ProcessEnv): readonly string[] {
  const home = environment.HOME;
  const folders = ['/Applications', ...(home ? [path.posix.join(home, 'Applications')] : [])];
  const programs = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
  return programs.flatMap((name) =>
    folders.map((folder) => path.posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
  );
}
