import { expect, test } from 'vitest';
import issuedby from 'issuedby';

import expectations from '../../expectations.cjs';

expectations.right(issuedby, { test, expect });
