//! Liquid in a text: what stands for an address or a title is put in its place; what makes a page out of others is kept as a
//! comment, which no page shows, and told.

/// What came of a text.
pub struct Rendered {
    pub text: String,
    /// Tags whose work nobody does here.
    pub left: Vec<String>,
}

/// Puts in what can be known. `{% link a.md %}` and `{% post_url 2024-10-04-a %}` become `jekyll-link:` and the name.
pub fn rendered(text: &str, title: &str) -> Rendered {
    let mut out = Rendered { text: String::with_capacity(text.len()), left: Vec::new() };
    let mut fenced = false;
    let mut rest = text;
    while !rest.is_empty() {
        let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest[..line_end].trim_start();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        }
        let opening = rest[..line_end].find("{{").into_iter().chain(rest[..line_end].find("{%")).min();
        let Some(at) = opening.filter(|_| !fenced) else {
            out.text.push_str(&rest[..line_end]);
            rest = &rest[line_end..];
            continue;
        };
        let close = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let Some(length) = rest[at..].find(close) else {
            out.text.push_str(&rest[..line_end]);
            rest = &rest[line_end..];
            continue;
        };
        let tag = &rest[at..at + length + 2];
        out.text.push_str(&rest[..at]);
        put(tag, title, &mut out);
        rest = &rest[at + tag.len()..];
    }
    out
}

fn put(tag: &str, title: &str, out: &mut Rendered) {
    let inner = tag[2..tag.len() - 2].trim_matches(['-', ' ', '\n']);
    let (first, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let quoted = || inner.strip_prefix(['"', '\''])?.split(['"', '\'']).next();
    match (tag.starts_with("{{"), first) {
        (true, "site.url" | "site.baseurl" | "site.github.url") => {}
        (true, "page.title") => out.text.push_str(title),
        (true, _) if quoted().is_some() => out.text.push_str(quoted().unwrap_or_default()),
        (false, "raw" | "endraw") => {}
        (false, "link" | "post_url") => {
            out.text.push_str("jekyll-link:");
            out.text.push_str(rest.trim());
        }
        _ => {
            out.text.push_str(&format!("<!-- {} -->", tag.replace("--", "- -")));
            out.left.push(tag.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}

/// Whether a line is a list of attributes for kramdown, which no other Markdown knows: `{: .note}`, `{:toc}`.
pub fn is_attributes(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("{:") && line.ends_with('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_in_addresses_and_keeps_the_rest_unseen() {
        let text = "![]({{ site.baseurl }}/a.jpg) {{ page.title }} {{ '/b' | relative_url }} {% include gallery.html a=1 %}\n```\n{{ x }}\n```\n";
        let out = rendered(text, "T");
        assert_eq!(out.text, "![](/a.jpg) T /b <!-- {% include gallery.html a=1 %} -->\n```\n{{ x }}\n```\n");
        assert_eq!(out.left, ["{% include gallery.html a=1 %}"]);
        assert_eq!(rendered("[a]({% post_url 2024-10-04-a %})", "").text, "[a](jekyll-link:2024-10-04-a)");
        assert_eq!(rendered("{{ open", "").text, "{{ open");
    }

    proptest::proptest! {
        #[test]
        fn loses_no_other_text(words in "[a-z字\\n]{0,30}", tag in "[a-z ]{1,8}") {
            let out = rendered(&format!("{words}{{% {tag} %}}{words}"), "");
            proptest::prop_assert!(out.text.starts_with(&words) && out.text.ends_with(&words));
        }
    }
}
