/**
 * What two names have in common that are one file on some computer: Windows and macOS take no notice of case, macOS none
 * of how an accent is encoded (NFC, NFD).
 */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFC');
}
