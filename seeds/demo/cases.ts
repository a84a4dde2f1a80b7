import { campusCases } from './cases/campus.ts';
import { digitalCases } from './cases/digital.ts';
import { studiesCases } from './cases/studies.ts';
import { supportCases } from './cases/support.ts';

export const cases = [...digitalCases, ...studiesCases, ...campusCases, ...supportCases];
