//! What every chapter is put together from: its opening, its prose, its labs, its sources.
//!
//! A chapter's page is a fragment of these, one after the other. The shell puts it into the grid of `styles/base.css`:
//! prose sits in the text column, labs break out of it.

use yew::prelude::*;

/// What opens a chapter.
#[derive(Clone, PartialEq, Properties)]
pub struct ChapterHeadProps {
    /// Its number.
    pub number: u8,
    /// Its title.
    pub title: AttrValue,
    /// The question that it answers.
    pub question: AttrValue,
    /// What goes below the question, if anything.
    #[prop_or_default]
    pub children: Html,
}

/// The opening: a small title above a large question, which is the thing to think about.
#[component]
pub fn ChapterHead(props: &ChapterHeadProps) -> Html {
    html! {
        <header class="chapter-head wide">
            <h1 tabindex="-1">
                <span class="chapter-number">{ "Chapter " }{ props.number }</span>
                { props.title.clone() }
            </h1>
            <p class="chapter-question">{ props.question.clone() }</p>
            { props.children.clone() }
        </header>
    }
}

/// A part that holds only what it is given.
#[derive(Clone, PartialEq, Properties)]
pub struct PartProps {
    /// What is in it.
    pub children: Html,
}

/// Running text: paragraphs, headings from `h2`, lists, tables.
#[component]
pub fn Prose(props: &PartProps) -> Html {
    html! { <div class="prose">{ props.children.clone() }</div> }
}

/// A remark beside the text, or below its paragraph where there is no room. It goes inside [`Prose`], before the paragraph
/// that it stands beside.
#[component]
pub fn Aside(props: &PartProps) -> Html {
    html! { <aside class="aside">{ props.children.clone() }</aside> }
}

/// What a lab is framed by.
#[derive(Clone, PartialEq, Properties)]
pub struct LabProps {
    /// Its anchor: unique in the page, without spaces.
    pub id: AttrValue,
    /// Its heading.
    pub title: AttrValue,
    /// One sentence: what to look at and what to try first.
    pub caption: AttrValue,
    /// The lab itself.
    pub children: Html,
}

/// A lab: a section with a heading and one sentence, as wide as a figure.
#[component]
pub fn Lab(props: &LabProps) -> Html {
    let heading = format!("{}-title", props.id);
    html! {
        <section class="lab" id={props.id.clone()} aria-labelledby={heading.clone()}>
            <h2 id={heading}>{ props.title.clone() }</h2>
            <p class="caption">{ props.caption.clone() }</p>
            { props.children.clone() }
        </section>
    }
}

/// Where the facts come from: give it `li`s.
#[component]
pub fn Sources(props: &PartProps) -> Html {
    html! {
        <section class="sources" aria-labelledby="sources">
            <h2 id="sources">{ "Sources" }</h2>
            <ul>{ props.children.clone() }</ul>
        </section>
    }
}
