import { z } from 'zod';
import {
  checklistManifestSchema,
  criteriaFileSchema,
  documentsFileSchema,
  specializedFileSchema,
} from '../checklist/schema.ts';
import { evidenceRecordSchema } from '../evidence/record-schema.ts';
import { statementsFileSchema } from '../evidence/statement-schema.ts';
import { facilitySchema } from '../facility/schema.ts';
import { hostInventorySchema } from '../probes/host/inventory.ts';
import { assessmentSchema } from '../report/assessment-schema.ts';
import { councilReviewSchema, reviewInputSchema } from '../review/review-schema.ts';
import { sharingCaseSchema } from '../sharing/case-file.ts';
import { sharingManifestSchema, sharingRulesFileSchema } from '../sharing/rule-schema.ts';
import { sharingReportSchema } from '../sharing/sharing-report.ts';
import { signatureFileSchema } from '../signature/signature-file.ts';
import { productAssessmentSchema } from '../vendor/product-schema.ts';
import { type JsonSchema, toJsonSchema } from './to-json-schema.ts';

/** What `probe … --json` prints. */
export const probeOutputSchema = z.strictObject({ evidence: z.array(evidenceRecordSchema) });

interface Publication {
  readonly version: number;
  readonly schema: z.ZodType;
  /** `input`: written by people, defaults may be left out. `output`: written by the tool, everything is there. */
  readonly io: 'input' | 'output';
  readonly title: string;
  readonly description: string;
}

/** By the name that stands in the file's name and in `$id`. */
const publications = {
  facility: {
    version: 1,
    schema: facilitySchema,
    io: 'input',
    title: 'Tệp cơ sở / Facility file',
    description:
      'facility.yaml: bệnh viện có những gì. / What is there at a hospital. It plans an assessment and is itself never evidence.',
  },
  statements: {
    version: 1,
    schema: statementsFileSchema,
    io: 'input',
    title: 'Tệp xác nhận và hồ sơ / Statements file',
    description:
      'Xác nhận, hồ sơ, tuyên bố không có, từ chối cho đo, có người đứng tên. / Attestations, documents, declarations of absence and refusals, each with a name and a date.',
  },
  'checklist-manifest': {
    version: 1,
    schema: checklistManifestSchema,
    io: 'input',
    title: 'Bộ tiêu chí: checklist.yaml / Checklist manifest',
    description:
      'Nguồn, các mức và các tệp của một bộ tiêu chí. / Source, levels and files of one edition of a checklist.',
  },
  'checklist-criteria': {
    version: 1,
    schema: criteriaFileSchema,
    io: 'input',
    title: 'Bộ tiêu chí: tệp tiêu chí / Checklist criteria file',
    description:
      'Một nhóm tiêu chí: nguyên văn và quy tắc xét. / One group of criteria: wording and rules.',
  },
  'checklist-specialized': {
    version: 1,
    schema: specializedFileSchema,
    io: 'input',
    title: 'Bộ tiêu chí: mức chuyên sâu / Checklist file of the Specialized level',
    description:
      'Điều kiện và tám gói của mức chuyên sâu. / Conditions and the eight packages of the Specialized level.',
  },
  'checklist-documents': {
    version: 1,
    schema: documentsFileSchema,
    io: 'input',
    title: 'Bộ tiêu chí: các loại hồ sơ / Checklist document kinds',
    description:
      'Loại giấy tờ được chấp nhận và thời hạn của chúng. / Kinds of paper that are accepted, and how long they hold.',
  },
  'evidence-record': {
    version: 1,
    schema: evidenceRecordSchema,
    io: 'output',
    title: 'Bản ghi bằng chứng / Evidence record',
    description:
      'evidence/<id>.json của một hồ sơ. Số liệu chỉ có khi state là observed; liệt kê bằng: rispacs checklist facts. / One file of evidence/ in a dossier. There are facts only when state is observed; `rispacs checklist facts --json` lists them with type and unit.',
  },
  assessment: {
    version: 1,
    schema: assessmentSchema,
    io: 'output',
    title: 'Kết quả đánh giá / Assessment',
    description:
      'assessment.json, và kết quả của lệnh assess --json. / assessment.json, and what assess --json prints. By the draft circular; it says of no hospital that it is at a level.',
  },
  'product-assessment': {
    version: 1,
    schema: productAssessmentSchema,
    io: 'output',
    title: 'Kết quả xét sản phẩm / Product assessment',
    description:
      'product-assessment.json, và kết quả của lệnh assess --scope vendor --json; không có mức. / product-assessment.json, and what assess --scope vendor --json prints; there is no level in it.',
  },
  review: {
    version: 1,
    schema: reviewInputSchema,
    io: 'input',
    title: 'Tệp ý kiến Hội đồng / Review file',
    description:
      'Ý kiến và biểu quyết của Hội đồng cho lệnh review --file. / Opinions and votes of a council for review --file. They stand beside the findings and never change them.',
  },
  'council-review': {
    version: 1,
    schema: councilReviewSchema,
    io: 'output',
    title: 'Ý kiến Hội đồng trong hồ sơ / The review in a dossier',
    description:
      'council/review.json: chỉ thêm, không xóa; lời cuối của mỗi thành viên được tính. / Only ever added to; the last word of each member counts.',
  },
  'probe-output': {
    version: 1,
    schema: probeOutputSchema,
    io: 'output',
    title: 'Kết quả một phép đo / Output of one probe',
    description:
      'Kết quả của lệnh probe … --json. / What probe … --json prints. A probe observes; it never says pass or fail.',
  },
  'host-inventory': {
    version: 1,
    schema: hostInventorySchema,
    io: 'input',
    title: 'Kiểm kê máy / Host inventory',
    description:
      'Tệp do rispacs host --out hoặc collectors/ ghi trên máy được kiểm kê. Điều chưa biết thì bỏ trống. / Written on the computer itself by `rispacs host --out` or by collectors/. What is not known is left out; reading it is stricter about characters and link speeds than this schema can say.',
  },
  signature: {
    version: 1,
    schema: signatureFileSchema,
    io: 'output',
    title: 'Tệp chữ ký / Signature file',
    description:
      'Ai ký bộ hồ sơ, lúc nào, ký những mã băm nào. / Who signed a dossier, when, and which hashes.',
  },
  'sharing-manifest': {
    version: 1,
    schema: sharingManifestSchema,
    io: 'input',
    title: 'Điều kiện liên thông kết quả: checklist.yaml / Manifest of sharing rules',
    description:
      'Nguồn, tình trạng pháp lý và các tệp của một bản điều kiện. / Source, legal status and files of one edition of the rules on shared results.',
  },
  'sharing-rules': {
    version: 1,
    schema: sharingRulesFileSchema,
    io: 'input',
    title: 'Điều kiện liên thông kết quả: tệp điều kiện / File of sharing rules',
    description:
      'Một nhóm điều kiện: nguyên văn và cách xét. / One group of rules: wording and how each is judged.',
  },
  'sharing-case': {
    version: 1,
    schema: sharingCaseSchema,
    io: 'input',
    title: 'Tệp hồ sơ liên thông kết quả / Case file of sharing',
    description:
      'Hồ sơ, mức phòng xét nghiệm và quyết định của bác sĩ, cho sharing check --case. / Papers, laboratory levels and doctors’ decisions, for sharing check --case.',
  },
  'sharing-report': {
    version: 1,
    schema: sharingReportSchema,
    io: 'output',
    title: 'Kết quả kiểm tra liên thông / Report of a sharing check',
    description:
      'sharing.json, và kết quả --json của sharing check, compare, audit. Không có thông tin người bệnh. / sharing.json, and what sharing check, compare and audit print with --json. No patient data.',
  },
} as const satisfies Readonly<Record<string, Publication>>;

/** Name of a published schema. */
export type SchemaName = keyof typeof publications;

/** Every name, in the order in which the files are read and written in an assessment. */
export const schemaNames: readonly SchemaName[] = Object.keys(publications).filter(
  (name): name is SchemaName => Object.hasOwn(publications, name),
);

/** One published JSON Schema. Its file is `schemas/<name>.schema.json`. */
export function publishedSchema(name: SchemaName): JsonSchema {
  const { schema, io, version, title, description } = publications[name];
  return toJsonSchema(schema, io, {
    $id: `urn:rispacs:schema:${name}:${version}`,
    title,
    description,
  });
}

/** Every published JSON Schema as file → content, paths from the project's folder. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    schemaNames.map((name) => [
      `schemas/${name}.schema.json`,
      `${JSON.stringify(publishedSchema(name), null, 2)}\n`,
    ]),
  );
}
