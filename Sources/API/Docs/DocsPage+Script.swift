extension DocsPage {
    static let script = #"""
        'use strict';
        const byId = id => document.getElementById(id);
        function make(name, className, ...children) {
          const element = document.createElement(name);
          if (className) element.className = className;
          element.append(...children.filter(child => child !== null));
          return element;
        }
        let api;
        const resolve = value => value.$ref
          ? value.$ref.slice(2).split('/').reduce((found, key) => found[key], api) : value;

        function typeOf(schema) {
          if (schema.$ref) return schema.$ref.endsWith('SnowflakeInput') || schema.$ref.endsWith('Snowflake') ? 'id' : 'object';
          if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
          if ('const' in schema) return JSON.stringify(schema.const);
          if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
          if (schema.type === 'array') return 'list of ' + typeOf(schema.items);
          const low = schema.minimum ?? schema.minLength, high = schema.maximum ?? schema.maxLength;
          const range = low === undefined && high === undefined ? '' : ` ${low ?? ''}…${high ?? ''}`;
          return (schema.format === 'date-time' ? 'time' : schema.type) + range;
        }

        function sample(schema) {
          schema = resolve(schema);
          if (schema.anyOf) return sample(schema.anyOf[0]);
          if (schema.oneOf || schema.pattern) return '175928847299117063';
          if ('const' in schema) return schema.const;
          if (schema.enum) return schema.enum[0];
          switch (schema.type) {
            case 'object': return Object.fromEntries(
              Object.entries(schema.properties ?? {}).map(([name, value]) => [name, sample(value)]));
            case 'array': return [sample(schema.items)];
            case 'boolean': return true;
            case 'integer': case 'number': return schema.minimum ?? 1;
            case 'string': return schema.format === 'date-time' ? '2026-01-31T12:00:00.000Z' : 'text';
            default: return null;
          }
        }

        function fieldsOf(operation) {
          const body = operation.requestBody?.content['application/json'].schema;
          const required = body?.required ?? [];
          return [
            ...(operation.parameters ?? []).map(field => ({...field, place: field.in})),
            ...Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
              name, schema, place: 'body', required: required.includes(name), description: schema.description}))];
        }

        function fieldRows(fields) {
          return fields.map(field => make('tr', '',
            make('td', '', make('code', '', field.name)),
            make('td', 'what', typeOf(field.schema) + (field.required ? '' : ', optional') + ` · ${field.place}`),
            make('td', '', field.description ?? '')));
        }

        function errorRows(operation) {
          return Object.entries(operation.responses).filter(([status]) => status !== '200').flatMap(([status, response]) =>
            Object.entries(resolve(response).content['application/json'].examples).map(([name, example]) => make('tr', '',
              make('td', '', make('code', '', status)), make('td', 'what', `${example.value.error.code} ${name}`),
              make('td', '', example.value.error.message))));
        }

        async function call(method, path, fields, form, output) {
          let url = path, query = new URLSearchParams();
          const options = {method: method.toUpperCase(), headers: {}};
          for (const field of fields.filter(field => field.place !== 'body')) {
            const value = form.elements[field.name]?.value ?? '';
            if (field.place === 'path') url = url.replace(`{${field.name}}`, encodeURIComponent(value));
            else if (value !== '' && field.place === 'query') query.set(field.name, value);
            else if (value !== '') options.headers[field.name] = value;
          }
          if (form.elements.body) {
            options.body = form.elements.body.value;
            options.headers['Content-Type'] = 'application/json';
          }
          if (byId('token').value) options.headers.Authorization = 'Bearer ' + byId('token').value;
          output.textContent = '…';
          try {
            const answer = await fetch(query.size ? `${url}?${query}` : url, options);
            const text = await answer.text();
            let shown = text;
            try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* no JSON: shown as it is */ }
            output.textContent = `${answer.status} ${answer.statusText}\n${shown.slice(0, 20000)}`;
          } catch (error) { output.textContent = String(error); }
        }

        function trial(method, path, operation, fields) {
          const body = operation.requestBody?.content['application/json'].schema;
          const output = make('pre', '');
          const button = make('button', '', 'Send');
          const form = make('form', '', ...fields.filter(field => field.place !== 'body').map(field => {
            const input = make('input');
            input.name = field.name;
            return make('label', '', make('code', '', field.name), input);
          }));
          if (body) {
            const text = make('textarea');
            text.name = 'body';
            text.setAttribute('aria-label', 'Body');
            text.spellcheck = false;
            text.value = JSON.stringify(sample(body), null, 2);
            form.append(text);
          }
          form.append(button, output);
          output.hidden = true;
          form.addEventListener('submit', event => {
            event.preventDefault();
            output.hidden = false;
            call(method, path, fields, form, output);
          });
          return form;
        }

        function fill(body, method, path, operation) {
          const fields = fieldsOf(operation);
          const answer = operation.responses['200'].content?.['application/json']?.schema;
          if (operation.description) body.append(make('p', '', operation.description));
          if (fields.length) body.append(make('h3', '', 'Fields'), make('table', '', ...fieldRows(fields)));
          if (answer?.properties) body.append(make('h3', '', 'Answer'),
            make('pre', '', JSON.stringify(sample(answer), (key, value) => key === 'success' ? true : value, 2)));
          body.append(make('h3', '', 'Errors'), make('table', '', ...errorRows(operation)));
          body.append(make('h3', '', 'Try it'), trial(method, path, operation, fields));
        }

        function row(path, method, operation) {
          const body = make('div', 'body');
          const details = make('details', '', make('summary', '',
            make('span', `method ${method.toUpperCase()}`, method.toUpperCase()), make('span', 'path', path),
            make('span', 'what', operation.summary),
            operation['x-internal'] ? make('span', 'tag', 'internal') : null,
            operation.security?.length === 0 ? make('span', 'tag', 'open') : null), body);
          details.id = operation.operationId;
          details.words = [path, method, operation.summary, operation.operationId,
            ...fieldsOf(operation).map(field => field.name)].join(' ').toLowerCase();
          details.addEventListener('toggle', () => {
            if (details.open && !body.firstChild) fill(body, method, path, operation);
          });
          return details;
        }

        function filter() {
          const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
          for (const section of document.querySelectorAll('section')) {
            let some = false;
            for (const details of section.querySelectorAll('details')) {
              details.hidden = !words.every(word => details.words.includes(word));
              some ||= !details.hidden;
            }
            section.hidden = !some;
          }
        }

        function show() {
          byId('version').textContent = api.info.version;
          byId('operations').replaceChildren(...api.tags.map(tag => {
            const title = make('h2', '', tag.name);
            title.id = 'group-' + tag.name;
            const section = make('section', '', title);
            for (const [path, methods] of Object.entries(api.paths))
              for (const [method, operation] of Object.entries(methods))
                if (operation.tags.includes(tag.name)) section.append(row(path, method, operation));
            const link = make('a', '', tag.name);
            link.href = '#' + title.id;
            byId('groups').append(link);
            return section;
          }));
          byId('filter').addEventListener('input', filter);
          const linked = location.hash && byId(location.hash.slice(1));
          if (!linked) return;
          linked.open = true;
          setTimeout(() => linked.scrollIntoView());  // its content is made by its toggle event
        }

        fetch('openapi.json').then(answer => answer.json()).then(document => { api = document; show(); })
          .catch(error => { byId('state').textContent = 'Could not read /openapi.json: ' + error; });

        """#
}
