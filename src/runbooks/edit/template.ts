/** What a new runbook begins with: every section that one of an incident should have. */
export const TEMPLATE = `---
title: 
kind: incident
match:
  - labels:
      service: 
---

## Fires when

## Impact check

## Troubleshooting

1. What changed?
   - Expect: 

## Resolution

- Take the last change back.
  - Risk: change
  - See: [Roll back a release](rollback)

## Rollback

- 

## Verification

- 

## After the incident

- 
`;
