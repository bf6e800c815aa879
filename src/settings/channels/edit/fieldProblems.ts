import { type SettingsProblem } from '../../../api/types';

/** What is wrong, by field of a form; the rest has no field in it. */
export interface FieldProblems {
  at: (field: string) => { invalid: boolean; error?: string };
  rest: SettingsProblem[];
}

/** `paths` says where each field of the form stands in the settings, such as jsonData.channels[2].name. */
export function fieldProblems(problems: SettingsProblem[], paths: Record<string, string>): FieldProblems {
  const belongs = ({ field }: SettingsProblem, path: string | undefined) =>
    path !== undefined && (field === path || field.startsWith(`${path}[`));
  return {
    at: (name) => {
      const found = problems.find((problem) => belongs(problem, paths[name]));
      return { invalid: found !== undefined, error: found && sentence(found) };
    },
    rest: problems.filter((problem) => !Object.values(paths).some((path) => belongs(problem, path))),
  };
}

export function sentence({ message, fix }: SettingsProblem): string {
  return fix ? `${message} ${fix}` : message;
}
