// A C-FIND SCP whose answers are made before they are asked for, so that it costs both clients the same: next to nothing.
// Arguments: folder of the compiled modules, number of answers. Prints its port.
import { createServer } from 'node:net';
import path from 'node:path';

const [modules, count] = [process.argv[2], Number(process.argv[3])];
const load = (name) => import(path.join(modules, 'protocols/dicom', name));
const { encodePdu } = await load('dul/encode-pdu.js');
const { decodePdu } = await load('dul/decode-pdu.js');
const { PduReader } = await load('dul/pdu-reader.js');
const { encodeCommand } = await load('dimse/command.js');
const { decodeCommand } = await load('dimse/command.js');
const { encodeDataset, IMPLICIT_VR_LITTLE_ENDIAN } = await load('index.js');

const FIND_REQUEST = 0x0020;
const FIND_RESPONSE = 0x8020;
const prepared = new Map();
// Both clients count their contexts and messages from 1.
prepareAnswers(1, 1);

const server = createServer({ noDelay: true }, (socket) => {
  const reader = new PduReader();
  // Clients of a benchmark that was stopped reset.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    for (const { bytes } of reader.push(chunk, 0).frames) answer(decodePdu(bytes), socket);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

function answer(decoded, socket) {
  if (!decoded.ok) throw new Error(decoded.message);
  const { pdu } = decoded;
  if (pdu.kind === 'associate-request') socket.write(encodePdu(accept(pdu)));
  else if (pdu.kind === 'release-request') socket.end(encodePdu({ kind: 'release-response' }));
  else if (pdu.kind === 'abort') socket.destroy();
  for (const { contextId, isCommand, isLast, data } of pdu.values ?? []) {
    if (!isCommand || !isLast) continue;
    const { command } = decodeCommand(data);
    if (command?.commandField !== FIND_REQUEST) continue;
    socket.write(prepareAnswers(contextId, command.messageId));
  }
}

function accept({ kind: _, contexts, ...request }) {
  return {
    ...request,
    kind: 'associate-accept',
    contexts: contexts.map(({ id }) => ({
      id,
      result: 0,
      transferSyntax: IMPLICIT_VR_LITTLE_ENDIAN,
    })),
    userInformation: {
      maxPduBytes: 16_384,
      implementationClassUid: '1.2.3.4',
      implementationVersion: 'BENCH',
      roleSelections: [],
      unknownItems: [],
    },
  };
}

/** Command and identifier in PDUs of their own, as archives send them. */
function prepareAnswers(contextId, messageId) {
  const key = `${contextId} ${messageId}`;
  const pdus = prepared.get(key) ?? [];
  prepared.set(key, pdus);
  if (pdus.length > 0) return pdus[0];
  const response = (fields) => ({
    affectedSopClassUid: '1.2.840.10008.5.1.4.1.2.2.1',
    commandField: FIND_RESPONSE,
    messageIdBeingRespondedTo: messageId,
    ...fields,
  });
  const pdu = (isCommand, data) =>
    encodePdu({ kind: 'data-transfer', values: [{ contextId, isCommand, isLast: true, data }] });
  const pending = pdu(true, encodeCommand(response({ commandDataSetType: 1, status: 0xff00 })));
  const pieces = [];
  for (let index = 0; index < count; index += 1) pieces.push(pending, pdu(false, identify(index)));
  const last = encodeCommand(response({ commandDataSetType: 0x0101, status: 0 }));
  pdus.push(Buffer.concat([...pieces, pdu(true, last)]));
  return pdus[0];
}

function identify(index) {
  return encodeDataset(
    [
      { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
      { tag: 0x00080020, vr: 'DA', text: '20260102' },
      { tag: 0x00080050, vr: 'SH', text: `A${index}` },
      { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
      { tag: 0x00100010, vr: 'PN', text: 'KIỂM THỬ^RISPACS' },
      { tag: 0x00100020, vr: 'LO', text: `TEST-${index}` },
      { tag: 0x0020000d, vr: 'UI', text: `2.25.1234567890.${index + 1}` },
    ],
    'implicit-little-endian',
  );
}
