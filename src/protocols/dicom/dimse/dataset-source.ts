/** Where the data set of a C-STORE comes from; sent byte for byte, never re-encoded. */
export type DatasetSource =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Where the data set begins, after the file meta information. */
      readonly offsetBytes: number;
      readonly lengthBytes: number;
    };

/** Bytes in the source. */
export function sourceLength(source: DatasetSource): number {
  return source.kind === 'bytes' ? source.bytes.length : source.lengthBytes;
}
