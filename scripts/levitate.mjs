// Asks @grafana/levitate whether src/ uses anything of Grafana's packages that the oldest supported Grafana lacks.
// Downloads two versions of each package from the npm registry into a folder of this run.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { Checks, must } from './lib/checks.mjs';
import { filesBelow } from './lib/files.mjs';
import { root, runDir } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const packages = ['@grafana/data', '@grafana/ui', '@grafana/runtime'];
const { grafanaDependency } = JSON.parse(readFileSync(join(root, 'src', 'plugin.json'), 'utf8')).dependencies;
const oldest = semver.minVersion(grafanaDependency);
const target = `${oldest.major}.${oldest.minor}.${oldest.patch}`;
const levitate = join(root, 'node_modules', '@grafana', 'levitate', 'dist', 'bin.js');
const checks = new Checks();
const scratch = runDir('levitate'); // it unpacks into the temporary folder, where two runs would meet

async function ask(args) {
  const result = await run('node', [levitate, ...args], {
    cwd: root,
    env: { TMPDIR: scratch, FORCE_COLOR: '0' },
    allowFailure: true,
    timeoutMs: 300_000,
  });
  return { ...result, output: result.output.replaceAll(/\u001b\[[0-9;]*m/g, '') };
}

/** The part of levitate's report that is about one package. */
function sectionOf(output, name) {
  const sections = output.split('🔬 ');
  return sections.find((text) => text.includes(` and ${name}@${target}`)) ?? '';
}

/**
 * The findings of a section, without those that are no change: where the types of a package import a name as `import { type Props }` in
 * one version and as `import { Props }` in the other, levitate reports "Parameter type changed" from `type Props` to `Props`.
 */
function realFindings(section) {
  const findings = section.split(/^(?=\d+\) )/m).slice(1);
  const counted = Number(/INCOMPATIBILITIES \((\d+)\)/.exec(section)?.[1]);
  must(findings.length === counted, `${counted} findings are announced and ${findings.length} understood:\n${section}`);
  return findings.filter((text) => !/Parameter type changed:[^]*?^-(?:type )?(\w+)\n\+(?:type )?\1$/m.test(text));
}

function textOf(files) {
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** The names that src/ imports of a package, by levitate's own list. */
function importedNames(list, name) {
  return [...new Set(list.filter(({ packageName }) => packageName === name).map(({ propertyName }) => propertyName))];
}

try {
  const report = await ask([
    'is-compatible',
    '--path',
    'src/module.tsx',
    '--target',
    packages.map((name) => `${name}@${target}`).join(),
  ]);
  const { stdout } = await ask(['list-imports', '--path', 'src/module.tsx', '--filters', ...packages, '--json']);
  const imports = JSON.parse(stdout.slice(stdout.indexOf('[')));

  for (const name of packages) {
    await checks.check(`${name}@${target} has all that src/ uses`, () => {
      const section = sectionOf(report.output, name);
      // levitate goes on after a package that it could not read, and then calls it compatible
      must(/Successfully compared versions/.test(section), `levitate could not compare:\n${report.output}`);
      must(!/Comparing .* to .*/.test(section) || realFindings(section).length === 0, `\n${section}`);
      const names = importedNames(imports, name);
      return `compared with ${/version (\S+) locally/.exec(section)?.[1]}, ${names.length} names imported`;
    });
  }

  await checks.check('levitate calls the whole compatible, or finds only what is no change', () => {
    const found = packages.flatMap((name) => (/INCOMPATIBILITIES/.test(sectionOf(report.output, name)) ? [name] : []));
    must(
      found.length > 0
        ? /is not fully compatible/.test(report.output)
        : report.code === 0 && /appears to be compatible/.test(report.output),
      report.output
    );
    return found.length > 0 ? `no change in ${found.join(', ')}` : undefined;
  });

  await checks.check(`every field of config that src/ reads is in @grafana/runtime@${target}`, () => {
    const files = filesBelow(join(root, 'src')).filter((file) => /\.tsx?$/.test(file));
    const readers = files.filter((file) =>
      /import \{[^}]*\bconfig\b[^}]*\} from '@grafana\/runtime'/.test(readFileSync(file, 'utf8'))
    );
    const fields = [...new Set([...textOf(readers).matchAll(/(?<![\w.'"])config\.(\w+)/g)].map(([, field]) => field))];
    const types = textOf(filesBelow(join(scratch, '@grafana', `runtime@${target}`, 'package', 'dist', 'types')));
    const missing = fields.filter((field) => !new RegExp(`^\\s+(readonly )?${field}\\??:`, 'm').test(types));
    must(missing.length === 0, `missing: ${missing.join(', ')}`);
    return fields.join(', ') || 'none is read';
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
checks.finish();
