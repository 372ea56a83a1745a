export { payment } from './payment';
export { webhook } from './webhook';
