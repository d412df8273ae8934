/** What is wrong with a Referenced File ID (PS3.10 8.2, 8.5). */
export type FileIdFault =
  /** Characters, lengths or number of components that PS3.10 does not allow. */
  | 'illegal'
  /** It would lead out of the medium: `..`, a path from the root, a drive. */
  | 'leads-outside';

/** Checks a File ID: one to eight components of one to eight characters A-Z, 0-9 and underscore. */
export function checkFileId(components: readonly string[]): FileIdFault | undefined {
  const outside = components.some(
    (one) => one === '..' || one === '.' || /^[A-Za-z]:$/.test(one) || /[/\0]/.test(one),
  );
  if (outside || components[0] === '') return 'leads-outside';
  const legal =
    components.length >= 1 &&
    components.length <= 8 &&
    components.every((one) => /^[A-Z0-9_]{1,8}$/.test(one));
  return legal ? undefined : 'illegal';
}
