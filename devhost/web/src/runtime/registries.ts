import {
  type FieldConfigPropertyItem,
  type FieldOverrideContext,
  FieldType,
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

const noEditor = () => null;

const editors = [
  'number', 'slider', 'text', 'strings', 'boolean', 'select', 'multi-select', 'radio', 'unit', 'color', 'fieldColor', 'links',
  'actions', 'stats-picker', 'timezone', 'field-name', 'dashboard-uid', 'mappings', 'thresholds',
]; // prettier-ignore

type Processor = (value: never, context: FieldOverrideContext, settings?: never) => unknown;

const isNumeric = (type: FieldType) => type === FieldType.number;
const always = () => true;

/** The field options every panel has: path, processor, and which fields they apply to. */
const fieldOptions: Array<[string, Processor, (type: FieldType) => boolean]> = [
  ['unit', unitOverrideProcessor, isNumeric],
  ['min', numberOverrideProcessor, isNumeric],
  ['max', numberOverrideProcessor, isNumeric],
  ['fieldMinMax', booleanOverrideProcessor, isNumeric],
  ['decimals', numberOverrideProcessor, isNumeric],
  ['displayName', displayNameOverrideProcessor, always],
  ['color', identityOverrideProcessor, always],
  ['noValue', stringOverrideProcessor, always],
  ['links', dataLinksOverrideProcessor, always],
  ['actions', identityOverrideProcessor, always],
  ['mappings', valueMappingsOverrideProcessor, always],
  ['thresholds', thresholdsOverrideProcessor, isNumeric],
  ['filterable', booleanOverrideProcessor, always],
];

const defaults: Record<string, unknown> = {
  mappings: [],
  links: [],
  actions: [],
  fieldMinMax: false,
  thresholds: { mode: 'absolute', steps: [{ value: -Infinity, color: 'green' }, { value: 80, color: 'red' }] }, // prettier-ignore
};

function fieldOption([id, process, applies]: (typeof fieldOptions)[number]): FieldConfigPropertyItem {
  return {
    id,
    path: id,
    name: id,
    editor: noEditor,
    override: noEditor,
    process: process as FieldConfigPropertyItem['process'],
    shouldApply: (field) => applies(field.type),
    settings: { expandTemplateVars: id === 'displayName' },
    defaultValue: defaults[id],
  };
}

/** Fills the registries that panels' option builders look into. The devhost has no panel editor, so editors are empty. */
export function initRegistries() {
  standardEditorsRegistry.setInit(() => editors.map((id) => ({ id, name: id, editor: noEditor })));
  standardFieldConfigEditorRegistry.setInit(() => fieldOptions.map(fieldOption));
  standardTransformersRegistry.setInit(() => {
    const byId = new Map(Object.values(standardTransformers).map((t) => [t.id, t]));
    return [...byId.values()].map((t) => ({
      id: t.id,
      name: t.name,
      description: t.description,
      editor: noEditor,
      imageDark: '',
      imageLight: '',
      transformation: () => Promise.resolve(t),
    }));
  });
}
