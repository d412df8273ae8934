/** Defined Terms of Modality (PS3.3 C.7.3.1.1.1), retired ones included. Nothing else from an answer is ever kept. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'ANN AR AS ASMT AU BDUS BI BMD CD CF CFM CP CR CS CT CTPROTOCOL DD DF DG DM DMS DOC DS DX EC ECG EEG EMG EOG EPS ' +
    'ES FA FID FS GM HC HD IO IOL IVOCT IVUS KER KO LEN LP LS M3D MA MG MR MS NM OAM OCT OP OPM OPR OPT OPTBSV ' +
    'OPTENF OPV OSS OT PA PLAN POS PR PT PX REG RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN ' +
    'RTSTRUCT RWV SC SEG SM SMR SR SRF ST STAIN TEXTUREMAP TG US VA VF XA XAPROTOCOL XC'
  ).split(' '),
);

/** Objects that go along with images: they do not decide what kind of study it is. */
const COMPANIONS: ReadonlySet<string> = new Set(
  'ANN ASMT AU CTPROTOCOL DOC FID KO LEN PLAN PR REG RWV SEG SMR SR TEXTUREMAP XAPROTOCOL'.split(
    ' ',
  ),
);

/** The node did not say which modalities a study has. */
export const UNKNOWN_MODALITY = 'unknown';
/** Anything that is no Defined Term. */
export const OTHER_MODALITY = 'other';

/**
 * What a study is, from Modalities in Study (PS3.3 C.7.2.1): the imaging modalities without the reports and
 * presentation states beside them; several in order of the alphabet.
 */
export function classifyModalities(value: string | undefined): readonly string[] {
  const named = (value ?? '')
    .split('\\')
    .map((one) => one.trim().toUpperCase())
    .filter((one) => one !== '');
  if (named.length === 0) return [UNKNOWN_MODALITY];
  const safe = [...new Set(named.map((one) => (KNOWN.has(one) ? one : OTHER_MODALITY)))].sort();
  const imaging = safe.filter((one) => !COMPANIONS.has(one));
  return imaging.length > 0 ? imaging : safe;
}
