import { readStack } from './stack';

/** Fails at once, with what to do, when there is no system to test. */
export default function globalSetup(): void {
  readStack();
}
