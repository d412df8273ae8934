/** Transfer syntaxes that DCMTK's storescu can propose, by its option; the last one that a node takes is the example. */
export const syntaxOptions = [
  { uid: '1.2.840.10008.1.2', option: '-xi', name: 'Implicit VR LE' },
  { uid: '1.2.840.10008.1.2.1', option: '-xe', name: 'Explicit VR LE' },
  { uid: '1.2.840.10008.1.2.5', option: '-xr', name: 'RLE' },
  { uid: '1.2.840.10008.1.2.4.80', option: '-xt', name: 'JPEG-LS' },
  { uid: '1.2.840.10008.1.2.4.50', option: '-xy', name: 'JPEG Baseline' },
  { uid: '1.2.840.10008.1.2.4.70', option: '-xs', name: 'JPEG Lossless' },
  { uid: '1.2.840.10008.1.2.4.91', option: '-xw', name: 'JPEG 2000' },
  { uid: '1.2.840.10008.1.2.4.90', option: '-xv', name: 'JPEG 2000 Lossless' },
] as const;

/** The class that is tried again: the first that the node takes of CT, MR, DX, CR, ultrasound, secondary capture. */
export const testedClasses = [
  '1.2.840.10008.5.1.4.1.1.2',
  '1.2.840.10008.5.1.4.1.1.4',
  '1.2.840.10008.5.1.4.1.1.1.1',
  '1.2.840.10008.5.1.4.1.1.1',
  '1.2.840.10008.5.1.4.1.1.6.1',
  '1.2.840.10008.5.1.4.1.1.7',
] as const;
