import { nameKey } from './name-key.ts';

/** Why a ZIP entry is refused: each is a way to write outside of the folder, over another file, or to fill the disk. */
export type EntryProblem =
  | 'encrypted'
  | 'compression'
  | 'name-encoding'
  | 'name-too-long'
  | 'control-character'
  | 'absolute'
  | 'parent'
  | 'backslash'
  | 'drive-letter'
  | 'reserved-name'
  | 'symbolic-link'
  | 'special-file'
  | 'duplicate'
  | 'differs-in-case'
  | 'differs-in-unicode'
  | 'file-and-folder'
  | 'too-large'
  | 'several-folders';

/** What is known of an entry before anything of it is read. */
export interface EntryHead {
  readonly rawName: Buffer;
  readonly flags: number;
  readonly compression: number;
  readonly madeBy: number;
  readonly externalAttributes: number;
  readonly bytes: number;
}

/** An entry that may be written. */
export interface SafeEntry {
  /** Parts of its path. */
  readonly parts: readonly string[];
  readonly isFolder: boolean;
}

/** Twice what a dossier has; every folder of every name is remembered. */
const mostNameBytes = 500;
const mostPartBytes = 255;
const deepest = 10;
const unix = 3;
const [typeMask, typeLink, typeFile, typeFolder] = [0o170000, 0o120000, 0o100000, 0o040000];
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])( *\.|$)/i;

/** Looks at one entry on its own: name, kind, how it is packed. */
export function checkEntry(head: EntryHead): SafeEntry | EntryProblem {
  if ((head.flags & 0x41) !== 0) return 'encrypted';
  if (head.compression !== 0 && head.compression !== 8) return 'compression';
  if (head.rawName.length > mostNameBytes || head.rawName.length === 0) return 'name-too-long';
  const name = decodeName(head);
  if (name === undefined) return 'name-encoding';
  if (isHiddenName(name)) return 'control-character';
  if (name.includes('\\')) return 'backslash';
  if (/^[A-Za-z]:/.test(name)) return 'drive-letter';
  if (name.startsWith('/')) return 'absolute';
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) return 'parent';
  if (parts.length > deepest || parts.some((one) => Buffer.byteLength(one) > mostPartBytes))
    return 'name-too-long';
  if (parts.some(isWindowsName)) return 'reserved-name';
  const kind = head.madeBy >>> 8 === unix ? (head.externalAttributes >>> 16) & typeMask : 0;
  if (kind === typeLink) return 'symbolic-link';
  const isFolder = name.endsWith('/');
  if (kind !== 0 && kind !== (isFolder ? typeFolder : typeFile)) return 'special-file';
  return { parts, isFolder };
}

/** Whether Windows would write a file of this name to a device, to a stream of another file, or under another name. */
export function isWindowsName(name: string): boolean {
  return reserved.test(name) || /[:<>"|?*\\]|[. ]$/.test(name);
}

/** Whether a name holds controls or marks that make it look like another. */
export function isHiddenName(name: string): boolean {
  return /\p{Cc}|\p{Cf}/u.test(name);
}

/** UTF-8, or plain ASCII where the entry does not say that it is UTF-8 (APPNOTE 4.4.4, bit 11). */
function decodeName({ rawName, flags }: EntryHead): string | undefined {
  const isUtf8 = (flags & 0x800) !== 0;
  if (!isUtf8 && rawName.some((byte) => byte >= 0x80)) return undefined;
  const text = rawName.toString('utf8');
  return Buffer.from(text, 'utf8').equals(rawName) ? text : undefined;
}

/** Remembers the entries before, and tells which would be one file on another computer. */
export class EntryNames {
  readonly #byKey = new Map<string, { readonly name: string; readonly isFolder: boolean }>();

  /** Adds an entry with the folders that it implies. */
  add({ parts, isFolder }: SafeEntry): EntryProblem | undefined {
    for (let length = 1; length <= parts.length; length += 1) {
      const name = parts.slice(0, length).join('/');
      const last = length === parts.length;
      const asFolder = last ? isFolder : true;
      const known = this.#byKey.get(nameKey(name));
      if (known === undefined) this.#byKey.set(nameKey(name), { name, isFolder: asFolder });
      else if (known.name !== name)
        return known.name.normalize('NFC') === name.normalize('NFC')
          ? 'differs-in-unicode'
          : 'differs-in-case';
      else if (known.isFolder !== asFolder) return 'file-and-folder';
      else if (last && !isFolder) return 'duplicate';
    }
    return undefined;
  }
}
