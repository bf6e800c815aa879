/** Takes an option in or out; the result is in the order of the options, so that addresses of equal views are equal. */
export function toggle<T>(chosen: readonly T[], option: T, options: readonly T[]): T[] {
  return options.filter((one) => chosen.includes(one) !== (one === option));
}
