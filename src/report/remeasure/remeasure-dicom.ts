import type { DicomNode } from '../../facility/schema.ts';
import {
  nameHostPort,
  numberOf,
  present,
  type RemeasureInput,
  type Remeasurement,
  rowsOf,
  statusWords,
  textOf,
  textsOf,
} from './remeasurement.ts';
import { syntaxOptions, testedClasses } from './storescu-options.ts';
import { words as fixed, writeCommand } from './write-command.ts';

/** DCMTK's option for the information model of a query level (PS3.4 C.6, K.6). */
const modelOptions: Readonly<Record<string, string>> = {
  patient: '-P',
  study: '-S',
  series: '-S',
  image: '-S',
  worklist: '-W',
};

/** Association and C-ECHO, the queries, and what is negotiated for one class, by DCMTK. */
export function remeasureDicom(input: RemeasureInput): Remeasurement[] {
  const node = input.facility.dicom.nodes.find((one) => one.id === input.record.subjectId);
  if (node === undefined) return [];
  const callingAe = node.callingAe ?? input.facility.dicom.callingAe;
  const call = { ...input, node, callingAe, target: nameTarget(input, node, callingAe) };
  return [...echo(call), ...find(call), ...negotiate(call)];
}

interface Call extends RemeasureInput {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly target: string;
}

function nameTarget({ words }: RemeasureInput, node: DicomNode, callingAe: string): string {
  return words.dicomTarget(nameHostPort(node.host, node.port), callingAe, node.calledAe);
}

/** What our certificate and the CA are is for the reader to fill in. */
function tlsOptions({ tls }: DicomNode) {
  if (tls === undefined) return fixed('');
  const own = tls.certificate === undefined ? '+tla' : '+tls "$KEY" "$CERT"';
  return fixed(`${own} ${tls.ca === undefined ? '-ic' : '+cf "$CA"'}`);
}

function echo(call: Call): Remeasurement[] {
  const { record, words, node, callingAe, target, count } = call;
  const [row] = rowsOf(record, 'dicom.node');
  if (row === undefined) return [];
  const status = numberOf(row, 'echoStatus');
  const ms = numberOf(row, 'echoMs');
  return [
    {
      target,
      conditions: [words.echo, ...(node.tls === undefined ? [] : [words.overTls])],
      figures: [
        row.associationAccepted === true ? words.associationAccepted : words.associationRefused,
        ...(status === undefined ? [] : [`C-ECHO ${statusWords(status)}`]),
        ...(ms === undefined ? [] : [`${count(ms)} ms`]),
      ],
      tolerance: words.statusEqualTimeNot,
      commands: present([
        writeCommand`echoscu -v ${tlsOptions(node)} -aet ${callingAe} -aec ${node.calledAe} ${node.host} ${node.port}`,
      ]),
    },
  ];
}

function find(call: Call): Remeasurement[] {
  const { record, words, node, callingAe, target, count } = call;
  const rows = rowsOf(record, 'dicom.query').filter((row) => textsOf(row, 'keys').length > 0);
  if (rows.length === 0) return [];
  const commands = rows.map((row) => {
    const model = modelOptions[textOf(row, 'level') ?? ''];
    const keys = textsOf(row, 'keys').map((key) => writeCommand`-k ${key}`);
    if (model === undefined || keys.includes(undefined)) return undefined;
    return writeCommand`findscu -v ${fixed(model)} ${tlsOptions(node)} -aet ${callingAe} -aec ${node.calledAe} ${fixed(keys.join(' '))} ${node.host} ${node.port}`;
  });
  return [
    {
      target,
      conditions: [words.find],
      figures: rows.map((row) => {
        const status = numberOf(row, 'status');
        const answers = numberOf(row, 'answers');
        return words.findFigure(
          words.levels[textOf(row, 'level') ?? ''] ?? '',
          status === undefined ? words.unanswered : statusWords(status),
          answers === undefined ? undefined : count(answers),
        );
      }),
      tolerance: words.findTolerance,
      commands: present(commands),
    },
  ];
}

/** One class stands for the others: the table of negotiated syntaxes has them all. */
function negotiate(call: Call): Remeasurement[] {
  const { record, words, node, callingAe, target } = call;
  const rows = rowsOf(record, 'dicom.context');
  const chosen = testedClasses.find((uid) =>
    rows.some((row) => row.sopClass === uid && row.accepted === true),
  );
  const asked = rows.filter((row) => row.sopClass === chosen);
  const name = textOf(asked[0], 'sopClassName');
  if (chosen === undefined || name === undefined) return [];
  const list = (accepted: boolean) =>
    syntaxOptions
      .filter(({ uid }) =>
        asked.some((row) => row.transferSyntax === uid && row.accepted === accepted),
      )
      .map(({ option, name: syntax }) => `${syntax} (${option})`);
  const accepted = list(true);
  const refused = list(false);
  const option = syntaxOptions.findLast(({ uid }) =>
    asked.some((row) => row.transferSyntax === uid && row.accepted === true),
  );
  return [
    {
      target,
      conditions: [words.negotiate(name)],
      figures: [
        ...(accepted.length > 0 ? [words.accepted(accepted.join(', '))] : []),
        ...(refused.length > 0 ? [words.refused(refused.join(', '))] : []),
      ],
      tolerance: words.negotiateTolerance,
      commands: present([
        option &&
          writeCommand`storescu -d -R ${fixed(option.option)} ${tlsOptions(node)} -aet ${callingAe} -aec ${node.calledAe} ${node.host} ${node.port} thu.dcm`,
      ]),
    },
  ];
}
