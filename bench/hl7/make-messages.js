// Messages to read and streams to take apart, the same in every run. All synthetic.

const HEADER =
  'MSH|^~\\&|RIS|BV|HIS|BV|20261122080000+0700||ORU^R01^ORU_R01|C1|P|2.5.1||||||UNICODE UTF-8';
const PID = 'PID|1||RISPACS-TEST^^^BV^MR~000123456789^^^CCCD||KIỂM THỬ^RISPACS||19900101|F';

const message = (...lines) => Buffer.from(`${[HEADER, PID, ...lines].join('\r')}\r`);

/** An order as short as they come. */
export const order = message(
  'PV1|1|O|P101^G1^BV',
  'ORC|NW|RPP1|RPF1||SC||^^^20261122083000^^R||20261122080000',
  'OBR|1|RPP1|RPF1|CT1^Chụp CLVT sọ não^99T||||||||||||||RPA1|RPR1|RPS1||||CT',
  'ZDS|1.2.840.113619.2.55.3.604688119^BV^Application^DICOM',
);

/** A report of 206 segments. */
export const report = message(
  'PV1|1|O|P101^G1^BV',
  'ORC|RE|RPP1|RPF1',
  'OBR|1|RPP1|RPF1|CT1^Chụp CLVT sọ não^99T|||202611220900||||||||||||||||||F',
  ...Array.from(
    { length: 201 },
    (_, i) =>
      `OBX|${i + 1}|TX|R${i}^Dòng ${i}^99T|${i}|Không thấy bất thường ở lát cắt ${i}.||||||F`,
  ),
);

/** A report whose picture has so many bytes of Base64. */
export const picture = (bytes) =>
  message(
    'OBR|1|RPP1|RPF1|CT1^Chụp CLVT sọ não^99T',
    `OBX|1|ED|I^Hình^99T||PACS^IM^JPEG^Base64^${'QUJDREVGRw+/'.repeat(Math.ceil(bytes / 12)).slice(0, bytes)}||||||F`,
  );

/** MLLP blocks one after another. */
export const frames = (payload, count) =>
  Buffer.concat(
    Array(count).fill(Buffer.concat([Buffer.of(0x0b), payload, Buffer.of(0x1c, 0x0d)])),
  );
