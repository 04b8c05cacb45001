"""A script that imports another one finds it under the name that carries its contents."""

import re

from aftercare.core.storage import StaticFiles


def test_imports_between_our_scripts_follow_the_names_with_their_contents(tmp_path):
    scripts = {
        "js/phone/start.js": 'import { put } from "./vault.js";\nput();\n',
        "js/phone/vault.js": "export const put = 1;\n",
    }
    for name, text in scripts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    stored = {name: hashed for name, hashed, _done in storage.post_process({name: (storage, name) for name in scripts})}
    imported = re.search(r'from "\./([^"]+)"', (tmp_path / stored["js/phone/start.js"]).read_text())[1]
    assert f"js/phone/{imported}" == stored["js/phone/vault.js"] != "js/phone/vault.js"
