import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../../project-folders.ts';

/** A file of the page, in memory: no path that a browser sends ever reaches the disk. */
export interface PageFile {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const html = 'text/html; charset=utf-8';
const script = 'text/javascript; charset=utf-8';

/** Everything that is ever sent as it lies in the folder. */
const mediaTypes = {
  'page.html': html,
  'door.html': html,
  'used.html': html,
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'page.js': script,
  'session.js': script,
  'words.js': script,
  'drafts.js': script,
  'elements.js': script,
  'people-view.js': script,
  'list-view.js': script,
  'task-view.js': script,
  'forms.js': script,
  'statement-form.js': script,
  'uploads.js': script,
} as const;

export type PageFileName = keyof typeof mediaTypes;

/** The files of the page by name. */
export type PageFiles = (name: PageFileName) => PageFile;

/** Reads the files of the page from `templates/walk`. */
export async function loadPageFiles(): Promise<PageFiles> {
  const folder = path.join(projectFolder, 'templates', 'walk');
  const names = Object.keys(mediaTypes).filter(isPageFileName);
  const files = new Map<PageFileName, PageFile>();
  for (const name of names)
    files.set(name, {
      mediaType: mediaTypes[name],
      bytes: await readFile(path.join(folder, name)),
    });
  return (name) => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`the page has no ${name}`);
    return file;
  };
}

/** Whether a name is one of the page's files. */
export function isPageFileName(name: string): name is PageFileName {
  return Object.hasOwn(mediaTypes, name);
}
