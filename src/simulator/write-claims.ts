import {
  listSyntaxes,
  MESSAGE_CLASSES,
  NATIVE_SYNTAXES,
  STORAGE_CLASSES,
} from './pacs/supported-classes.ts';
import type { Scenario } from './scenario.ts';

/** What the DICOM conformance statement of the PACS claims, as the table of a facility file's `claims` (PS3.2). */
export function writeClaims({ pacs, overclaimed }: Scenario): string {
  const claimed = {
    ...pacs,
    refusedClasses: pacs.refusedClasses.filter((uid) => !overclaimed.includes(uid)),
  };
  const rows = [
    ...MESSAGE_CLASSES.map((uid) => [uid, NATIVE_SYNTAXES] as const),
    ...STORAGE_CLASSES.map((uid) => [uid, listSyntaxes(uid, claimed)] as const),
  ].filter(([, syntaxes]) => syntaxes.length > 0);
  const lines = rows.map(([uid, syntaxes]) => `${uid},scp,${syntaxes.join('|')}`);
  return `${['sop_class,role,transfer_syntax', ...lines].join('\n')}\n`;
}
