export { payment } from './payment/payment';
export { sweep } from './sweep/sweep';
export { webhook } from './webhook/webhook';
