import type { Language } from '../../locale/language.ts';
import type { SharingSidesRow } from '../../probes/sharing/facts.ts';

interface Messages {
  readonly badUid: string;
  readonly sameNode: string;
  readonly asking: (node: string) => string;
  readonly notAtSender: (node: string) => string;
  readonly notAtReceiver: string;
  readonly atSender: (problem: string) => string;
  readonly atReceiver: (problem: string) => string;
  /** What the comparison shows, a sentence each. */
  readonly tellSides: (sides: SharingSidesRow) => string[];
}

const vi: Messages = {
  badUid: '--study cần một Study Instance UID: các số cách nhau bằng dấu chấm, không quá 64 ký tự.',
  sameNode: '--sender và --receiver phải là hai nút khác nhau.',
  asking: (node) => `Đang hỏi ${node} …`,
  notAtSender: (node) => `Nơi gửi ${node} không có ca chụp này (C-FIND không trả về ca nào).`,
  notAtReceiver: 'Nơi nhận không có ca chụp này.',
  atSender: (problem) => `Nơi gửi: ${problem}`,
  atReceiver: (problem) => `Nơi nhận: ${problem}`,
  tellSides: (sides) => [
    `Nơi gửi có ${sides.senderObjects} đối tượng, nơi nhận có ${sides.receiverObjects}.`,
    ...(sides.missingObjects ? [`Nơi nhận thiếu ${sides.missingObjects} đối tượng.`] : []),
    ...(sides.strangeObjects
      ? [`Nơi nhận có ${sides.strangeObjects} đối tượng mà nơi gửi không có.`]
      : []),
    ...(sides.pixelsCompared === undefined
      ? ['Chỉ so số lượng và UID; so từng điểm ảnh cần --pixels.']
      : [`Đã so từng điểm ảnh của ${sides.pixelsCompared} ảnh.`]),
    ...(sides.pixelsNotCompared ? [`${sides.pixelsNotCompared} ảnh chưa so được.`] : []),
    ...(sides.pixelsDifferent
      ? [`${sides.pixelsDifferent} ảnh khác điểm ảnh mà không khai nén mất dữ liệu.`]
      : []),
    ...(sides.lossyCopies ? [`${sides.lossyCopies} ảnh ở nơi nhận đã nén mất dữ liệu.`] : []),
  ],
};

const en: Messages = {
  badUid: '--study takes a Study Instance UID: numbers separated by dots, at most 64 characters.',
  sameNode: '--sender and --receiver must be two different nodes.',
  asking: (node) => `Asking ${node} …`,
  notAtSender: (node) => `The sender ${node} does not have this study (C-FIND returned none).`,
  notAtReceiver: 'The receiver does not have this study.',
  atSender: (problem) => `Sender: ${problem}`,
  atReceiver: (problem) => `Receiver: ${problem}`,
  tellSides: (sides) => [
    `The sender has ${sides.senderObjects} objects, the receiver ${sides.receiverObjects}.`,
    ...(sides.missingObjects ? [`The receiver lacks ${sides.missingObjects} objects.`] : []),
    ...(sides.strangeObjects
      ? [`The receiver has ${sides.strangeObjects} objects that the sender lacks.`]
      : []),
    ...(sides.pixelsCompared === undefined
      ? ['Only counts and UIDs were compared; comparing pixels needs --pixels.']
      : [`${sides.pixelsCompared} images were compared pixel by pixel.`]),
    ...(sides.pixelsNotCompared ? [`${sides.pixelsNotCompared} could not be compared.`] : []),
    ...(sides.pixelsDifferent
      ? [`${sides.pixelsDifferent} differ in pixels without a declared lossy compression.`]
      : []),
    ...(sides.lossyCopies ? [`${sides.lossyCopies} reached the receiver lossily compressed.`] : []),
  ],
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** Sentences of a comparison. */
export function compareMessages(language: Language): Messages {
  return tables[language];
}
