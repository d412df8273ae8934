import type { vi } from './messages-vi.ts';

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

const places: Readonly<Record<'worklist' | 'pacs' | 'message', string>> = {
  worklist: 'the worklist',
  pacs: 'the PACS',
  message: 'a message to the HIS',
};

const matches: Readonly<Record<string, string>> = {
  patient: 'patient',
  placer: 'placer number',
  filler: 'filler number',
  accession: 'accession number',
  'study-uid': 'Study UID',
};

/** English. */
export const en: typeof vi = {
  sends: ({ worklist, mpps, pacs, receive, challengeFolder }) =>
    [
      'Sends a test order for the synthetic patient KIỂM THỬ^RISPACS (RISPACS-TEST)',
      ...(worklist ? [`asks the worklist ${worklist.node.id}`] : []),
      ...(mpps ? [`tells ${mpps.node.id} that the examination has begun and is done (MPPS)`] : []),
      ...(pacs
        ? [
            `sends ${challengeFolder === undefined ? '2 CT images' : '3 CT images with codes of the challenge study'} and 1 very small picture to ${pacs.node.id}`,
          ]
        : []),
      ...(receive ? ['waits as the HIS for a radiologist to sign the report'] : []),
      'changes the order, renames and merges test patients, then cancels the order and removes the images',
    ]
      .join(', ')
      .concat('; it may show in statistics and billing of HIS and RIS until it is cancelled.'),
  ackCode: (code) => `acknowledgement ${code}`,
  ackProblem: (problem, at) => {
    switch (problem.kind) {
      case 'no-answer':
        return en.failure(problem.failure, at).replace(/\.$/, '');
      case 'other-control-id':
        return 'the acknowledgement names another message (MSA-2 is not our MSH-10)';
      case 'unknown-code':
        return 'MSA-1 is not a code of table 0008';
      case 'contradicting-answers':
        return 'two acknowledgements of the same message contradict each other';
      case 'commit-only':
        return 'only a commit acknowledgement (CA) came, and no application acknowledgement (AA) after it';
      case 'refused':
        return `refused: ${problem.code}${problem.errors.length > 0 ? `, error ${problem.errors.join(', ')}` : ''}${problem.text === '' ? '' : ` (${problem.text})`}`;
      case 'version':
        return `version of the acknowledgement is "${problem.received}", sent was "${problem.sent}"`;
      case 'charset':
        return `character set of the acknowledgement is "${problem.received}", sent was "${problem.sent}"`;
      case 'finding':
        return `departure: ${problem.finding}`;
    }
  },
  worklistEmpty: 'the worklist answers and does not show the test order',
  worklistEchoes: (count) =>
    `the worklist returns ${count} items with identifiers that were never sent: it may repeat the question`,
  notOffered: (service) => `the system does not accept ${service}`,
  handedOver: (type, version, bytes) => `sent ${type}, HL7 ${version}, ${bytes} bytes`,
  orderNeverSent: 'the order could not be sent',
  orderRefused: 'the order was refused',
  orderUnsure: 'it is not known whether the order was taken',
  notInWorklist: (ms) => `after ${seconds(ms)} the worklist still does not show the order`,
  inWorklist: (all, equal) => `in the worklist; ${equal} of ${all} attributes are right`,
  inPacs: (all, equal) => `the PACS has the study; ${equal} of ${all} attributes are right`,
  difference: ({ attribute, hl7Field, sent, received, text }) =>
    `${attribute}${hl7Field === undefined ? '' : ` (from ${hl7Field})`}: sent "${sent ?? '-'}", received "${received ?? '-'}"${text === undefined ? '' : ` [${text}]`}`,
  severalItems: (count) => `${count} items carry the identifiers of this order`,
  wrongPatientInWorklist: 'the item names another patient (not kept)',
  wrongPatientInPacs: 'the PACS files this study under another patient (not kept)',
  uidAssigned:
    'The RIS gave a Study Instance UID of its own, under which the images are sent; before removing, the archive is asked, and only a study of the test patient is removed whose images are all ours.',
  uidInUse:
    'the RIS gave a Study Instance UID that the archive has a study of already; no images are sent into it',
  uidUnchecked:
    'the RIS gave a Study Instance UID of its own and the archive does not tell whether it has a study of it; no images are sent',
  status: (service, status) => `${service}: 0x${status}`,
  stillScheduled: 'the worklist still offers the examination',
  noLongerScheduled: 'the worklist no longer offers the examination',
  stored: (accepted, all, statuses) =>
    `the PACS took ${accepted} of ${all} images${statuses.length > 0 ? ` (${statuses.map((one) => `0x${one}`).join(', ')})` : ''}`,
  notInPacs: 'the PACS does not find the study that was just sent',
  reportCame: (type, status, by) =>
    `received ${type}, status ${status}, matched by ${by.map((one) => matches[one] ?? one).join(', ')}`,
  noReport: (ms) =>
    `no report after ${seconds(ms)}; a radiologist has to read and sign the test case KIỂM THỬ RISPACS`,
  awaitsReport: (accession) =>
    `Waiting for a radiologist to read and sign the report of KIỂM THỬ RISPACS (accession ${accession})`,
  awaitsCorrection: (accession) =>
    `Waiting for a radiologist to change the report of KIỂM THỬ RISPACS (accession ${accession}) and sign it again`,
  onlyPreliminary: (status) => `only a report that is not final has come (status ${status})`,
  reportOfAnother: (count) =>
    `${count} messages carry the numbers of this order and name another patient (refused, not kept)`,
  strangers: (count) =>
    `${count} connections to the port for results came from addresses that the facility file does not name, and were dropped.`,
  oddConnections: (what) =>
    `connections came to the port for results that were not HL7 as declared (${what.join(', ')}); check hl7.receive.transport and how the RIS sends`,
  pictureBroken: 'the picture in it is not a whole JPEG',
  ourPicture: 'the JPEG has the code of an image that was sent for this order',
  otherPicture: 'the JPEG has the code of another image, not of one that was sent for this order',
  plainImages: (why) => `The images of the test case have no code of the challenge study: ${why}`,
  reportTextDamaged: 'Vietnamese letters of the report are damaged',
  otherStudyUid: 'the report carries the Study Instance UID of another study',
  reportEmpty: 'the report has neither text nor picture',
  activeContent: 'the text holds active content (a script), dangerous where a HIS shows it as HTML',
  noReportText: 'the report has no text',
  onlyPointer: 'no JPEG, only a link (not followed)',
  noPicture: 'neither a JPEG nor a link',
  noCorrection: (ms) =>
    `no corrected report after ${seconds(ms)}; a radiologist has to change the report of the test case and sign it again`,
  correctionUnchanged: 'its content is that of the first report',
  correctionNotMarked: 'the report has changed and is not marked as a correction (OBR-25 is not C)',
  changeShown: (where) => `the change shows in ${places[where]}`,
  changeNotShown: 'the change was not seen in worklist, PACS or messages to the HIS',
  nameDamaged: (verdict) => `letters of the new name are damaged [${verdict}]`,
  nameNotRestored: 'the usual name of the test patient could not be given back',
  mergedInPacs: 'the study now belongs to the patient that remains',
  notMergedInPacs: 'the PACS still files the study under the merged patient',
  mergeUnseen: 'there is no PACS to see the merge in',
  visitLeft: (id) =>
    `the visit of ${id} could not be cancelled; ask the administrator to remove it`,
  cancelNotes: {
    cancelled: 'the worklist no longer shows the order',
    unknownToRis: 'the RIS answers that it has no such order, and the worklist shows none',
    'order-refused': 'the order had been refused from the beginning',
    leftInWorklist: 'the worklist still shows the order',
    leftUnverified: 'the worklist could not confirm it',
    cancelRefused: 'the order is left at the RIS',
    noAnswer: 'it is not known whether it was cancelled',
    notReached: 'the cancel could not be sent',
  },
  nothingToRemove: 'there is nothing to remove',
  autoForward: (to) =>
    `the PACS may have forwarded the images by itself to ${to.join(', ')}; look there`,
  stepStaysCompleted: 'the MPPS has ended (COMPLETED) and cannot be deleted',
  noWorklistNode: 'the facility file has no worklist node',
  noMppsNode: 'the facility file has no node that takes MPPS',
  noPacsNode: 'the facility file has no PACS node',
  noListener: 'the facility file does not say where results are received (hl7.receive)',
  cannotListen: (at, code) => `the port for results ${at} cannot be opened (${code})`,
  stepNotBegun: 'the MPPS could not be begun',
  imagesNotStored: 'the PACS took no image',
  reportNotReceived: 'no report that matches has come',
  stopped: 'stopped before it was done',
  waitsForPerson: 'waits for the step before',
  resumed: 'Goes on with a test case that waited since an earlier run.',
  howToGoOn:
    'The test case waits for a radiologist to read and sign the report of KIỂM THỬ RISPACS, then to change one word and sign again (to do: once that is done, run the command again with --resume). The order and the images are still at the hospital (to do: if it is not to go on, run "rispacs cleanup" to cancel and remove them).',
  whyCompleted:
    'The MPPS was reported as COMPLETED, since a radiologist reads only examinations that are done; a COMPLETED step cannot be taken back: ask the RIS administrator to leave the test case out of statistics and billing.',
  reportStays:
    'The report of the test case stays in the RIS (and wherever else it went); ask the administrator to delete it if it is not wanted.',
  failure: (failure, at) => {
    switch (failure.kind) {
      case 'refused':
        return `${at} refused the connection: nothing listens on this port, or a firewall rejects it.`;
      case 'unreachable':
        return `${at} cannot be reached (${failure.code}); check the address, the cable and firewalls.`;
      case 'reset':
        return `${at} tore the connection down while it took the message.`;
      case 'closed':
        return failure.halfFrame
          ? `${at} closed the connection in the middle of its answer.`
          : `${at} closed the connection without an answer.`;
      case 'timeout':
        return failure.phase === 'connect' || failure.phase === 'tls'
          ? `${at} did not answer while connecting.`
          : failure.halfFrame
            ? `${at} had sent only part of its acknowledgement (${failure.receivedBytes} bytes) when the time was up.`
            : `${at} took the message but sent no acknowledgement in time.`;
      case 'tls-error':
        return `TLS with ${at} failed (${failure.code}); check certificate and CA, or this port does not use TLS.`;
      case 'noise':
        return `${at} does not answer in HL7${failure.hint === 'unknown' ? '' : ` (looks like ${failure.hint})`}; check the port.`;
      case 'cancelled':
        return 'The probe was stopped.';
    }
  },
};
