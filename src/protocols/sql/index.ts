export type {
  SqlFailure,
  SqlOutcome,
  SqlProduct,
  SqlRow,
  SqlTarget,
  SqlTls,
  SqlValue,
} from './outcome.ts';
export { defaultSqlPort, runQueries } from './run-queries.ts';
