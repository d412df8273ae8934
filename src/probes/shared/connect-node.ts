import type { DicomNode } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { Deadlines, OpenAssociationOptions } from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import {
  codeOfTrouble,
  type DicomTrouble,
  stateOfTrouble,
  tellTrouble,
  type Where,
} from './dicom-trouble.ts';
import { loadTlsOptions } from './tls-options.ts';

type Unobserved = Exclude<Observation, { readonly state: 'observed' }>;

/** How a probe reaches one node, and how it tells what kept it from doing so. */
export interface NodeConnection {
  /** Everything of an association but its contexts. */
  readonly options: Omit<OpenAssociationOptions, 'contexts'>;
  readonly where: Where;
  readonly tell: (trouble: DicomTrouble) => string;
  /** The observation for a trouble. @throws the abort reason when the operator or the deadline stopped the step. */
  readonly fail: (trouble: DicomTrouble) => Unobserved;
}

/**
 * Makes ready to talk to a node: titles, deadlines, and the TLS files that the facility file names.
 * @throws UserError when the passphrase's variable or file is not there.
 */
export async function connectNode(
  node: DicomNode,
  callingAe: string,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret' | 'language' | 'signal'>,
  deadlines: Deadlines,
): Promise<
  | { readonly ok: true; readonly connection: NodeConnection }
  | { readonly ok: false; readonly observation: Unobserved }
> {
  const tls = node.tls ? await loadTlsOptions(node.tls, context) : undefined;
  if (tls?.ok === false) {
    const message = tellTlsFile(tls, context.language);
    return {
      ok: false,
      observation: { state: 'not-configured', reason: { code: 'tls-file', message } },
    };
  }
  const where = { host: node.host, port: node.port, calledAe: node.calledAe, callingAe };
  const tell = (trouble: DicomTrouble): string => tellTrouble(trouble, where, context.language);
  return {
    ok: true,
    connection: {
      options: {
        host: node.host,
        port: node.port,
        callingAeTitle: callingAe,
        calledAeTitle: node.calledAe,
        ...(tls && { tls: tls.options }),
        deadlines,
        signal: context.signal,
      },
      where,
      tell,
      fail: (trouble) => {
        context.signal.throwIfAborted();
        return {
          state: stateOfTrouble(trouble),
          reason: {
            code: codeOfTrouble(trouble),
            ...('phase' in trouble && { phase: trouble.phase }),
            message: tell(trouble),
          },
        };
      },
    },
  };
}

/** In one sentence: what is wrong with the files for TLS, and where to look. */
export function tellTlsFile(
  problem: { readonly file: string } | { readonly code: string },
  language: Language,
): string {
  const vi = language === 'vi';
  if ('file' in problem) {
    return vi
      ? `Không đọc được tệp ${problem.file} dùng cho TLS; kiểm tra đường dẫn trong tệp cơ sở.`
      : `Cannot read ${problem.file}, needed for TLS; check its path in the facility file.`;
  }
  return vi
    ? `Chứng thư hoặc khóa riêng dùng cho TLS không dùng được (${problem.code}); kiểm tra định dạng PEM, mật khẩu của khóa và khóa có đúng của chứng thư không.`
    : `The certificate or private key for TLS cannot be used (${problem.code}); check that they are PEM, the passphrase, and that the key belongs to the certificate.`;
}
