import { UserError } from '../../errors/user-error.ts';
import type { DicomNode, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';

/**
 * The PACS that a challenge study goes to: the one named, or the only PACS that the facility file lets us store in.
 * @throws UserError when there is none, more than one, or the one named may not be stored in
 */
export function chooseNode(
  { dicom }: Facility,
  named: string | undefined,
  language: Language,
): DicomNode {
  const vi = language === 'vi';
  const node = dicom.nodes.find(({ id }) => id === named);
  if (named !== undefined && node === undefined) {
    const known = dicom.nodes.map(({ id }) => id).join(', ');
    throw new UserError(
      vi
        ? `--node: tệp cơ sở không có nút "${named}". Các nút: ${known}.`
        : `--node: the facility file has no node "${named}". Nodes: ${known}.`,
    );
  }
  if (node !== undefined && node.send !== 'test-study') {
    throw new UserError(
      vi
        ? `Nút ${node.id} không có send: test-study trong tệp cơ sở, nên không được lưu ca thử vào đó.`
        : `The node ${node.id} has no send: test-study in the facility file, so no test study may be stored there.`,
    );
  }
  if (node !== undefined) return node;
  const willing = dicom.nodes.filter(({ role, send }) => role === 'pacs' && send === 'test-study');
  const [only] = willing;
  if (only !== undefined && willing.length === 1) return only;
  if (only === undefined) {
    throw new UserError(
      vi
        ? 'Tệp cơ sở không có nút nào với role: pacs và send: test-study; khai ở dicom.nodes nút được phép lưu ca thử.'
        : 'The facility file has no node with role: pacs and send: test-study; say under dicom.nodes where a test study may be stored.',
    );
  }
  const ids = willing.map(({ id }) => id).join(', ');
  throw new UserError(
    vi
      ? `Có nhiều PACS nhận ca thử (${ids}); chọn một bằng --node.`
      : `Several PACS take test studies (${ids}); choose one with --node.`,
  );
}
