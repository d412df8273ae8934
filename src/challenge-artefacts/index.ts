/** What comes back of a challenge study: its objects and pictures, recognised by what only this run has. */
export { examineHl7Picture, type Hl7PictureFinding } from './examine-hl7-picture.ts';
export { findNonce, type NonceFinding } from './find-nonce.ts';
export { indexOriginals, type Originals } from './index-originals.ts';
export { type JudgedObject, judgeObject, type PixelVerdict } from './judge-object.ts';
export { type LoadedChallenge, loadChallenge } from './load-challenge.ts';
export { listPdfPictures } from './pdf-pictures.ts';
export {
  type ReadRecipe,
  type RecipeProblem,
  readRecipe,
  recipeName,
  tellRecipeProblem,
} from './read-recipe.ts';
export { withPort } from './share-port.ts';
export { type ShownWindow, showImage } from './show-image.ts';
