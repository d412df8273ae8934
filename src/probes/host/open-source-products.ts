export { isExemptOpenSource } from '../../lifecycle/open-source-products.ts';
