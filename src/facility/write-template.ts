import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { facilitySchema } from './schema.ts';
import { facilityTemplate } from './template.ts';

/** The editor schema's name, as the template's first line refers to it. */
export const editorSchemaName = 'facility.schema.json';

/** JSON Schema of the facility file, for editors. */
export function facilityJsonSchema(): unknown {
  return z.toJSONSchema(facilitySchema, { io: 'input', unrepresentable: 'any' });
}

/**
 * Writes the sample facility file and, beside it, the schema an editor uses to complete and check it. Never overwrites a
 * facility file.
 * @throws UserError when the file exists or cannot be written.
 */
export async function writeFacilityTemplate(
  file: string,
  language: Language,
): Promise<{ readonly file: string; readonly schema: string }> {
  const vi = language === 'vi';
  const schema = path.join(path.dirname(file), editorSchemaName);
  try {
    await writeFile(file, facilityTemplate, { flag: 'wx' });
    await writeFile(schema, `${JSON.stringify(facilityJsonSchema(), null, 2)}\n`);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST')
      throw new UserError(
        vi
          ? `${file} đã có; hãy chọn tên khác, ví dụ: rispacs init facility-2.yaml`
          : `${file} exists; choose another name, e.g.: rispacs init facility-2.yaml`,
        { cause: error },
      );
    throw new UserError(
      vi
        ? `Không ghi được ${file} (${code ?? 'lỗi'}); kiểm tra thư mục và quyền ghi.`
        : `Cannot write ${file} (${code ?? 'error'}); check the folder and its permissions.`,
      { cause: error },
    );
  }
  return { file, schema };
}
