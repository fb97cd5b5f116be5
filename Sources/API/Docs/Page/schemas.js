// Follows references; what stands beside a $ref counts before what it refers to.
function resolve(value) {
  if (!value?.$ref) return value ?? {};
  const {$ref, ...beside} = value;
  const keys = $ref.replace(/^#\//, '').split('/').map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  return {...resolve(keys.reduce((found, key) => found?.[key], api)), ...beside};
}

function merge(first, second) {
  const union = key => [...new Set([...(first[key] ?? []), ...(second[key] ?? [])])];
  return {
    ...first, ...second, required: union('required'), conditions: union('conditions'),
    properties: {...first.properties, ...second.properties},
    dependentRequired: {...first.dependentRequired, ...second.dependentRequired}};
}

// The schema with its references followed and its allOf merged; each if/then becomes one of `conditions`.
function flat(schema) {
  const {allOf = [], if: test, then, else: otherwise, ...own} = resolve(schema);
  const conditions = [...(own.conditions ?? []), ...(test ? [{test, then, otherwise}] : [])];
  return [...allOf.map(flat), {...own, conditions}].reduce(merge, {});
}

const isNull = schema => resolve(schema).type === 'null' || resolve(schema).const === null;
const alternatives = schema => schema.anyOf ?? schema.oneOf ?? null;
const options = schema => (alternatives(schema) ?? []).filter(option => !isNull(option));
const isObject = schema => Object.keys(schema.properties).length > 0;

// The types, without null; guessed where the schema doesn't name one.
function typesOf(schema) {
  if (schema.type) return [schema.type].flat().filter(type => type !== 'null');
  if (isObject(schema)) return ['object'];
  if (schema.items) return ['array'];
  if ('pattern' in schema || 'maxLength' in schema || 'format' in schema) return ['string'];
  return 'minimum' in schema || 'maximum' in schema ? ['number'] : [];
}

const isNullable = schema => [schema.type].flat().includes('null') || (alternatives(schema) ?? []).some(isNull);
const isId = schema => /\/Snowflake(Input)?$/.test(schema?.$ref ?? '');
const formats = {'date-time': 'time', date: 'date', uri: 'URL', email: 'e-mail address'};

function typeName(schema) {
  if (isId(schema)) return 'id';
  const own = flat(schema);
  const name = baseName(own);
  return isNullable(own) && name !== 'null' ? `${name} or null` : name;
}

const plural = name => /^\w+$/.test(name) ? `${name}s` : name;

function baseName(schema) {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
  const choices = options(schema);
  if (choices.length && !isObject(schema)) return [...new Set(choices.map(typeName))].join(' or ');
  const names = typesOf(schema).map(type => {
    if (type === 'array') return `list of ${schema.items ? plural(typeName(schema.items)) : 'anything'}`;
    return type === 'string' && formats[schema.format] || type;
  });
  return names.join(' or ') || (schema.type === 'null' ? 'null' : 'anything');
}

function span(low, high, unit) {
  if (low === undefined && high === undefined) return null;
  const text = high === undefined ? `at least ${low}` : low === undefined ? `at most ${high}`
    : low === high ? `exactly ${low}` : `${low} to ${high}`;
  return unit ? `${text} ${unit}${(high ?? low) === 1 ? '' : 's'}` : text;
}

// What a value must keep to, in words: range, length, pattern, default.
function limits(schema) {
  if (isId(schema)) return [];
  const own = flat(schema);
  const inner = isObject(own) ? [] : options(own).flatMap(limits);
  if (typesOf(own).includes('array') && own.items) inner.push(...limits(own.items).map(limit => `each ${limit}`));
  return [
    span(own.minimum, own.maximum, ''),
    'exclusiveMinimum' in own ? `more than ${own.exclusiveMinimum}` : null,
    'exclusiveMaximum' in own ? `less than ${own.exclusiveMaximum}` : null,
    span(own.minLength || undefined, own.maxLength, 'character'),
    span(own.minItems || undefined, own.maxItems, 'item'),
    own.pattern ? `matches ${own.pattern}` : null,
    'default' in own ? `default ${JSON.stringify(own.default)}` : null,
    ...inner].filter(Boolean);
}
