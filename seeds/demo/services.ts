import { campus } from './services/campus.ts';
import { digital, former } from './services/digital.ts';
import { studies } from './services/studies.ts';
import { support } from './services/support.ts';

/** In the order of the tree that requesters see. */
export const services = [...digital, ...studies, ...campus, ...support, former];
