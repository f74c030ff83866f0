//! What is true of the model answers of all exercises.

use simulation::kernel::exercise::Exercise;

/// The model answer is complete and right, its steps are sentences, and the last of them holds it; no answer is none.
pub fn check<E: Exercise>(task: &E, answer_of: impl Fn(&E::Marks) -> &E::Answer) -> E::Answer {
    let answer = task.model_answer();
    assert!(task.is_complete(&answer), "{task:?}");
    assert!(task.grade(&answer).is_right(), "{task:?}");
    let model = task.model();
    assert_eq!(model.last().map(|step| answer_of(&step.marks)), Some(&answer), "{task:?}");
    assert!(model.iter().all(|step| step.says.ends_with('.')), "{model:?}");
    assert!(!task.is_complete(&E::Answer::default()), "{task:?}");
    answer
}
