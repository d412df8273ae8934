import type { Level } from '../verdict/verdict.ts';
import type { ReportSentences } from './sentences-vi.ts';

const addressees: { readonly [L in Level]: string } = {
  none: 'Head of the health facility',
  basic: 'Head of the health facility',
  advanced: 'Appraisal council of the health facility',
  specialized: 'Inter-sectoral appraisal council (Ministry of Health, Vietnam Social Security)',
};

/** Days beyond which a forecast is no longer worth a figure. */
const decade = 3_650;

/** English sentences of the report that carry names or figures. */
export const englishSentences: ReportSentences = {
  draftNote: (status) => `Under a draft. ${status}`,
  addressee: (level) => addressees[level],
  noTarget: 'Not named; every level is weighed',
  notAppliedFor: 'not applied for',
  rangeOne: (level) => `${level} (lowest and highest possible level are the same)`,
  rangeTwo: (floor, ceiling) =>
    `From ${floor} (if every undecided criterion fails) to ${ceiling} (if every one passes)`,
  ladderAllMet: 'All criteria are met',
  ladderNotMet: (count) => `Not met: ${count}`,
  ladderOpen: (count) => `Undecided: ${count}`,
  ladderBoth: (notMet, open) => `Not met: ${notMet}; undecided: ${open}`,
  placeAndDate: (place) => `${place}, day       month       year          `,
  unknownPlace: '....................',
  reportTitle: (body) => `RIS-PACS level self-assessment report - ${body}`,
  draftBasis: (source) => `Compared with a draft that was never issued: ${source}.`,
  checkedOn: (dates, sources) =>
    `The texts below were looked up on ${dates}${sources === '' ? '' : `, source: ${sources}`}.`,
  source: (text) => `source: ${text}`,
  circular54:
    'Circular 54/2017/TT-BYT of 29 December 2017 of the Ministry of Health on criteria for the use of information technology in health facilities, which the draft amends;',
  dossierBasis: (date, count) =>
    `The report rests on the evidence dossier of the facility, assessed on ${date}, which holds ${count} records.`,
  removedByHand: (by, on) =>
    `removed by hand, by the list that ${by} signed on ${on}; not verified by this tool`,
  moreRows: (count) => `and ${count} more rows in the dossier.`,
  storageForecast: (of, count) =>
    `Storage (information under Articles 2 and 5 of the draft, not a conclusion): most space is free on ${of.volume}, ${count(of.freeGiB)} GiB; ${of.node} takes about ${count(of.gibPerDayLow)} to ${count(of.gibPerDayHigh)} GiB a day (studies counted over ${count(of.days)} days; bytes per image are this tool's estimate); that lasts ${of.daysLeftAtLeast > decade ? 'for more than ten years' : `about ${count(of.daysLeftAtLeast)} to ${count(of.daysLeftAtMost)} days`} if images are kept there.`,
  undeclared: 'Not declared',
  facilityName: 'Facility',
  facilityCode: 'Facility code',
  parentBody: 'Superior body',
  address: 'Address',
  category: 'Class or technical level',
  beds: 'Beds',
  director: 'Director',
  product: 'RIS-PACS product',
  productText: (name, version, vendor) => `${name}, version ${version}, vendor ${vendor}`,
  computers: 'Computers declared',
  dicomNodes: 'DICOM nodes declared',
  hl7Endpoints: 'HL7 endpoints declared',
  scope: 'Scope',
  scopeText: (title, total, basic) => `${title}: ${total} criteria, ${basic} of them Basic`,
  assessedOn: 'Day of assessment',
  measuredBetween: 'Time of observation',
  between: (from, to) => `from ${from} to ${to}`,
  allTimesAt: (offset) =>
    `times without an offset are UTC${/^z$/i.test(offset) ? '' : offset}, as the measuring computer has it`,
  noProbe: 'No probe was run',
  tool: 'Tool',
  checklist: 'Checklist',
  evidenceCount: 'Evidence',
  evidenceText: (total, observed, unobserved, signed) =>
    `Records: ${total}. Observed by a probe: ${observed}; probe could not observe: ${unobserved}; signed by people or on paper: ${signed}`,
  method: [
    'Probes only observe and record; papers and attestations are handed in by the facility. Comparing them with each criterion is done offline from the dossier, so the same dossier always gives the same result.',
    '"Met" needs evidence that satisfies the criterion; "Not met" needs evidence against it or a named and dated declaration of absence. Everything else is "Not enough evidence" or "Attestation or document needed".',
  ],
  resultsSentence: (total, met, notMet, open) =>
    `Of ${total} criteria: ${met} met, ${notMet} not met, ${open} undecided. The level proposed under the draft is the highest one all of whose criteria are met.`,
  allGroups: 'All',
  tt54: (text) => `Circular 54/2017: ${text}`,
  findingsInOtherLanguage:
    'What was observed and why is given in the language of the assessment (Vietnamese).',
  fromFile: (file) => `From the file ${file}`,
  evidenceIds: (ids) => `Evidence: ${ids}`,
  partNotNeeded: 'need not be weighed (one of the ways is enough)',
  oneOfThese: 'one of these is enough:',
  handIn: (ways) => `First hand in evidence: ${ways.join('; or ')}.`,
  handInAttestation: 'an attestation of a named person, with its file',
  handInDemonstration: 'show it on the challenge study',
  handInProbe: 'let it be measured',
  papersBeside: 'the papers named beside this',
  otherPapers: (count) => `other kinds of paper that the criterion takes: ${count}`,
  ifNotThere: (remedy) => `If it is not there: ${remedy}`,
  onlyOpen: (parts) => `Only this is open: ${parts.map((part) => `"${part}"`).join(', ')}.`,
  specializedNotAppliedFor:
    'Not applied for: the facility did not apply for the Specialized level and its conditions were not weighed.',
  packages: (names) => `The eight packages of Annex II of the draft: ${names}.`,
  filterCount: '{shown} of {total} criteria shown.',
  filterPartial: 'The table is filtered; this is not the whole result.',
  remainingNone: 'No criterion is unmet or undecided within what was weighed.',
  remainingSome: (count) =>
    `Criteria not met or undecided: ${count}. Those that decide the level come first.`,
  remainingOutside: (count) => `Criteria of a level not applied for are not listed here: ${count}.`,
  blocking: 'Bars the next level',
  deciding: 'Decides the level',
  proposalSimulated:
    'This report was made from simulated data to try the tool; nothing is proposed.',
  proposalNone:
    'Under the draft, the self-assessment does not allow any level to be proposed. The remedies in section VII should be approved and the assessment repeated.',
  proposalBasic:
    'Under the draft, the self-assessment allows the Basic level to be proposed. The draft names nobody to determine Basic, so this remains a self-assessment.',
  proposalCouncil: (authority, level) =>
    `On these results, the ${authority} is asked to appraise the level ${level} under the draft.`,
  proposalProvisional:
    'The result is provisional: evidence for the undecided criteria of section VII should be added before the appraisal.',
  proposalBelowTarget: (target) =>
    `The proposed level is below the one applied for (${target}). The points of section VII should be remedied and the assessment repeated.`,
  proposalClosing:
    "Every conclusion of this report is under the draft. The draft was never issued, so the report does not determine the facility's level and does not replace the council's conclusion.",
  simulatedNone: 'The dossier holds no simulated evidence.',
  simulatedSome: (count, total) =>
    `${count} of ${total} evidence records come from the tool's simulated hospital. They say nothing about a real system.`,
  simulatedFacility:
    'The facility is declared as simulated. The report says nothing about a real system.',
  moreFiles: (count) => `and ${count} more files in the dossier.`,
  moreEvidence: (count) => `Records not shown here, in the dossier: ${count}.`,
  clipped: (count) => ` [${count} more characters, see the record in the dossier]`,
  sending: 'sending',
  receiving: 'receiving',
  download: 'download',
  upload: 'upload',
  mtu: (bytes) => `MTU ${bytes} bytes`,
  secondsPerRun: (seconds) => `${seconds} s per run`,
  ceiling: (mbps) => `ceiling set to ${mbps} Mb/s`,
  plateau: (mbps) => `every run sits at the ${mbps} Mb/s rate`,
  hostLimited: 'the measuring computer is the limit, not the network',
  spanHours: (hours) => `runs spread over ${hours} h`,
  serverInside: 'test server inside the hospital',
  omitSeconds: (seconds) => `first ${seconds} s left out`,
  streams: (count) => `TCP streams: ${count}`,
  wireFormula: (wire, payload) => `wire rate = TCP payload × ${wire}/${payload}`,
  measuringEnd: (name, address) =>
    name === '' ? `measuring computer ${address}` : `measuring computer ${name} (${address})`,
  serverEnd: (address) => `test server ${address}`,
  fromTo: (direction, from, to) => `${direction}: from ${from} to ${to}`,
  runsInAnnex: 'Every run: table in Annex II.',
  measuringComputer: 'Measuring computer',
  measuringComputerText: (name, addresses) =>
    `${name}, IP address ${addresses}; how to measure again: end of Annex II`,
  withinOneComputer: 'both ends are one computer',
  figures: (text) => `Figures: ${text}`,
  councilDisputes: (count: string, codes: string) =>
    `Members of the council disagree with the outcome of ${count} criteria: ${codes}`,
  councilAsks: (count: string, codes: string) => `${count} criteria to be explained: ${codes}`,
  councilNoDispute: (spoken: string, total: string) =>
    `The council has spoken of ${spoken} of ${total} criteria, without a disagreement`,
  councilUnchanged:
    'opinions stand beside the findings and change neither them nor the proposed level',
  councilOutdated: 'some opinions were given on an earlier result and should be looked at again',
  councilOnCriterion: (agree: string, disagree: string, ask: string) =>
    `Council: ${agree} agree, ${disagree} disagree, ${ask} ask`,
  councilSaid: (name: string, position: string, opinion: string, reason: string) =>
    `${name} (${position}) ${opinion}: ${reason}`,
  allCriteria: 'Every criterion the document is named for',
  recipients: ['As above;', 'Filed: clerical office, IT.'],
};
