import type { Facility } from '../../facility/schema.ts';
import {
  isAddress,
  nameHostPort,
  numberOf,
  present,
  type RemeasureInput,
  type Remeasurement,
  rowsOf,
  textOf,
} from './remeasurement.ts';
import { words as fixed, isSafeUrl, writeCommand } from './write-command.ts';

/** TLS of an endpoint and its certificate, by OpenSSL. */
export function remeasureTls({ record, facility, words }: RemeasureInput): Remeasurement[] {
  return rowsOf(record, 'security.tls').flatMap((row) => {
    const host = textOf(row, 'host');
    const port = numberOf(row, 'port');
    if (host === undefined || port === undefined) return [];
    const settings = findTls(facility, textOf(row, 'endpoint'));
    const name = settings.serverName ?? host;
    const check = isAddress(name)
      ? writeCommand`-verify_ip ${name}`
      : writeCommand`-servername ${name} -verify_hostname ${name}`;
    const connect = [
      writeCommand`-connect ${{ host, port }}`,
      check,
      settings.starttls === undefined ? '' : `-starttls ${settings.starttls}`,
    ];
    const isWritten = connect.every((one) => one !== undefined);
    const at = fixed(connect.join(' '));
    const trust = fixed('-CAfile "$CA"', settings.ca !== undefined);
    const own = fixed('-cert "$CERT" -key "$KEY"', settings.certificate !== undefined);
    const line = (label: string, value: string | undefined) =>
      value === undefined ? [] : [`${label} ${value}`];
    return [
      {
        target: nameHostPort(host, port),
        conditions: [settings.ca === undefined ? words.systemCa : words.ownCa],
        figures: [
          ...(row.offered === true ? [] : [words.noTls]),
          ...line('', textOf(row, 'protocol')).map((one) => one.trim()),
          ...line('', textOf(row, 'cipher')).map((one) => one.trim()),
          ...line('subject', textOf(row, 'certificateSubject')),
          ...line('notAfter', textOf(row, 'certificateValidTo')),
          ...(row.certificateTrusted === undefined
            ? []
            : [row.certificateTrusted === true ? words.chainTrusted : words.chainNotTrusted]),
        ],
        tolerance: words.tlsTolerance,
        commands: isWritten
          ? present([
              writeCommand`openssl s_client -brief ${at} ${trust} ${own} </dev/null`,
              writeCommand`openssl s_client ${at} ${own} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates`,
            ])
          : [],
      },
    ];
  });
}

interface TlsSettings {
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly serverName?: string | undefined;
  readonly starttls?: 'postgres';
}

function findTls(facility: Facility, id: string | undefined): TlsSettings {
  const { dicom, hl7, dicomweb, web, databases, balancers, redundancy } = facility;
  const database = databases.find((one) => one.id === id);
  if (database) return { ...database.tls, starttls: 'postgres' };
  const withTls = [...dicom.nodes, ...hl7.endpoints, ...dicomweb.endpoints].find(
    (one) => one.id === id && one.tls !== undefined,
  );
  if (withTls) return withTls.tls ?? {};
  const other = [...web.endpoints, ...balancers, ...redundancy].find((one) => one.id === id);
  return other && 'ca' in other ? { ca: other.ca } : {};
}

/** A web address, by curl: the status that its page has. */
export function remeasureWeb({ record, facility, words, count }: RemeasureInput): Remeasurement[] {
  const endpoint = facility.web.endpoints.find((one) => one.id === record.subjectId);
  const [row] = rowsOf(record, 'web.endpoint');
  const status = numberOf(row, 'httpStatus');
  if (endpoint === undefined || status === undefined) return [];
  const trust = fixed('--cacert "$CA"', endpoint.ca !== undefined);
  // A redirect that was recorded is one that leads elsewhere; the others were followed.
  const follow = fixed('-L', status < 300 || status > 399);
  const ms = numberOf(row, 'firstByteMs');
  return [
    {
      target: shownUrl(endpoint.url),
      conditions: [
        endpoint.vantage === 'outside' ? words.fromOutside : words.fromInside,
        ...(endpoint.ca === undefined ? [] : [words.ownCa]),
      ],
      figures: [`HTTP ${status}`, ...(ms === undefined ? [] : [words.firstByte(count(ms))])],
      tolerance: words.httpTolerance,
      commands: present([
        writeCommand`curl -s ${follow} -o /dev/null -w '%{http_code}\\n' ${trust} ${{ url: endpoint.url }}`,
      ]),
    },
  ];
}

/** QIDO-RS for the test patient, by curl (PS3.18 10.6). */
export function remeasureDicomweb(input: RemeasureInput): Remeasurement[] {
  const { record, facility, words, count } = input;
  const endpoint = facility.dicomweb.endpoints.find((one) => one.id === record.subjectId);
  const rows = rowsOf(record, 'dicomweb.query');
  if (endpoint === undefined || rows.length === 0) return [];
  const { authorization } = endpoint;
  const signIn =
    authorization === undefined
      ? fixed('')
      : fixed(
          'bearer' in authorization
            ? '-H "Authorization: Bearer $TOKEN"'
            : '-u "$ACCOUNT:$PASSWORD"',
        );
  const trust = fixed('--cacert "$CA"', endpoint.tls?.ca !== undefined);
  const base = endpoint.url.replace(/\/$/, '');
  const levels = rows.flatMap((row) => textOf(row, 'level') ?? []);
  const isKnown = isSafeUrl(base) && levels.every((one) => /^[a-z]+$/.test(one));
  return [
    {
      target: shownUrl(base),
      conditions: [
        words.qido,
        ...(authorization === undefined ? [] : [words.signIn]),
        ...(endpoint.tls?.ca === undefined ? [] : [words.ownCa]),
      ],
      figures: rows.map((row) => {
        const answers = numberOf(row, 'answers');
        return words.qidoFigure(
          textOf(row, 'level') ?? '',
          String(numberOf(row, 'status') ?? words.unanswered),
          answers === undefined ? undefined : count(answers),
        );
      }),
      tolerance: words.findTolerance,
      commands: isKnown
        ? levels.map(
            (level) =>
              `${['curl -s', signIn.fixed, trust.fixed].filter((one) => one !== '').join(' ')} -H Accept:application/dicom+json '${base}/${level}?PatientID=RISPACS-TEST&limit=10' | grep -o '"0020000D"' | wc -l`,
          )
        : [],
    },
  ];
}

/** An address without what may be secret in it. */
function shownUrl(text: string): string {
  const url = URL.parse(text);
  return url === null ? '' : `${url.origin}${url.pathname}`;
}
