// Calls that Grafana's plugin review rejects in a plugin's own code (its "code-rules" analyzer), as patterns.

/** Rules for src/: no test files, no type declarations. */
export const frontendRules = [
  { name: 'console', pattern: /\bconsole\.\w+\(/ },
  { name: 'window.grafanaBootData and alike', pattern: /\b(grafanaBootData|grafanaRuntime|__grafanaSceneContext)\b/ },
  { name: 'alert, confirm or prompt', pattern: /(?<![\w.$])(?:window\.)?(?:alert|confirm|prompt)\(/ },
  { name: 'window.open without noopener,noreferrer', pattern: /window\.open\((?![^)]*noopener,\s*noreferrer)/ },
  { name: 'gf-form classes', pattern: /['"` ]gf-form/ },
  { name: 'window.location (use locationService)', pattern: /\bwindow\.location\b|(?<![\w.])document\.location\b/ },
  { name: '@ts-ignore or @ts-expect-error', pattern: /@ts-(ignore|expect-error|nocheck)/ },
  { name: 'a style sheet', pattern: /import\s+(?:[^'"]+from\s+)?['"][^'"]+\.(css|scss|sass|less)['"]/ },
  { name: 'global styles', pattern: /import\s*\{[^}]*\bGlobal\b[^}]*\}\s*from\s*['"]@emotion\/react['"]/ },
  { name: 'injectGlobal', pattern: /\binjectGlobal\b/ },
  { name: "the string /api/ds/query", pattern: /\/api\/ds\/query/ },
  { name: 'dangerouslySetInnerHTML or innerHTML', pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML/ },
  { name: 'eval or new Function', pattern: /(?<![\w.])eval\(|new Function\(/ },
  { name: 'testDatasource', pattern: /\.testDatasource\s*\(/ },
  { name: 'old React internals', pattern: /__SECRET_INTERNALS|ReactDOM\.render\(|findDOMNode/ },
  { name: 'localStorage.clear', pattern: /(local|session)Storage\.clear\(/ },
];

/** Rules for pkg/: no test files. */
export const backendRules = [
  { name: 'fmt.Print', pattern: /\bfmt\.Print(f|ln)?\(/ },
  { name: 'a file function of os', pattern: /\bos\.(Open|OpenFile|OpenRoot|Create|CreateTemp|ReadDir|ReadFile|WriteFile|Mkdir\w*|Remove\w*|Rename|Stat|Lstat|Chmod|Chdir|Link|Symlink|Truncate|DirFS|CopyFS)\b/ },
  { name: 'filepath.Walk or Glob', pattern: /\bfilepath\.(Walk|WalkDir|Glob)\b/ },
  { name: 'syscall', pattern: /"(syscall|golang\.org\/x\/sys\/[a-z]+)"/ },
  { name: 'os.Environ', pattern: /\bos\.Environ\(/ },
  { name: 'os.Getenv of anything but GF_*', pattern: /\bos\.(Getenv|LookupEnv)\((?!"GF_)/ },
  { name: 'os/exec', pattern: /"os\/exec"/ },
  { name: 'io/ioutil', pattern: /"io\/ioutil"/ },
  { name: 'unsafe', pattern: /^\s*(import\s+)?"unsafe"/m },
];

const comments = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/[^\n]*/g;

/**
 * Looks for the rules' patterns in a file's text (comments are blanked, but kept for rules about comments).
 * @returns {string[]} "line: name" for each finding
 */
export function findings(text, rules) {
  const code = text.replace(comments, (found) => found.replace(/[^\n]/g, ' '));
  return rules.flatMap(({ name, pattern }) => {
    const at = (name.startsWith('@') ? text : code).search(pattern);
    return at < 0 ? [] : [`${text.slice(0, at).split('\n').length}: ${name}`];
  });
}
