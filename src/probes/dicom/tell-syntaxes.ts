/** Families of transfer syntaxes and what their members are called within them, by the end of the UID. */
const families: readonly (readonly [family: string, members: Readonly<Record<string, string>>])[] =
  [
    ['', { '': 'implicit LE', '.1': 'explicit LE', '.1.99': 'deflated', '.2': 'big endian' }],
    ['JPEG', { '.4.50': 'baseline', '.4.51': 'extended', '.4.57': 'lossless', '.4.70': 'SV1' }],
    ['JPEG-LS', { '.4.80': 'lossless', '.4.81': 'near-lossless' }],
    ['JPEG 2000', { '.4.90': 'lossless', '.4.91': 'lossy' }],
    ['HTJ2K', { '.4.201': 'lossless', '.4.202': 'RPCL', '.4.203': 'lossy' }],
    ['', { '.5': 'RLE' }],
    ['MPEG2', { '.4.100': 'ML', '.4.101': 'HL' }],
    [
      'H.264',
      { '.4.102': '4.1', '.4.103': 'BD', '.4.104': '2D', '.4.105': '3D', '.4.106': 'stereo' },
    ],
    ['HEVC', { '.4.107': 'main', '.4.108': 'main 10' }],
  ];
const syntaxRoot = '1.2.840.10008.1.2';

/** Syntaxes in a few words: `implicit LE, explicit LE, JPEG (baseline, SV1), RLE`. */
export function tellSyntaxes(
  syntaxes: readonly {
    readonly transferSyntax?: string | undefined;
    readonly transferSyntaxName?: string | undefined;
  }[],
): string {
  const left = new Map(
    syntaxes.flatMap(({ transferSyntax, transferSyntaxName }) =>
      transferSyntax === undefined ? [] : [[transferSyntax, transferSyntaxName ?? transferSyntax]],
    ),
  );
  const parts = families.flatMap(([family, members]) => {
    const names = Object.entries(members).flatMap(([end, name]) =>
      left.delete(`${syntaxRoot}${end}`) ? [name] : [],
    );
    if (names.length === 0) return [];
    return [family === '' ? names.join(', ') : `${family} (${names.join(', ')})`];
  });
  return [...parts, ...left.values()].join(', ');
}
