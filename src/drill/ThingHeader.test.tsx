import React from 'react';
import { render, screen } from '@testing-library/react';

import { ThingHeader } from './ThingHeader';

function facts(message?: string): Array<string | null | undefined> {
  render(
    <ThingHeader
      thing={{ kind: 'service', name: 'checkout', namespace: 'shop' }}
      related={{ pending: false, unmeasured: true }}
      alerts={{ incidents: [], firing: [], pending: false, message, more: false }}
      view={{ dataSources: [], search: '' }}
    />
  );
  return ['Open incidents', 'Firing alerts'].map((name) => screen.getByText(name).nextSibling?.textContent);
}

test('nothing is open and nothing fires', () => {
  expect(facts()).toEqual(['none', 'none']);
});

test('records that cannot be asked are no reason to say that nothing fires', () => {
  expect(facts('Plugin unavailable')).toEqual(['not known: Plugin unavailable', 'not known: Plugin unavailable']);
});
