export { payment } from './payment/payment';
export { webhook } from './webhook/webhook';
