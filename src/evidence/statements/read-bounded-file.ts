export {
  type BoundedRead,
  type FileProblem,
  problemOf,
  readBoundedFile,
} from '../read-bounded-file.ts';
