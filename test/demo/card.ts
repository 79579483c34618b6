/** What the team says of its model, as it would stand on Hugging Face. What was measured is not in it: that is on record. */
export const card = `---
license: cc0-1.0
language: en
pipeline_tag: tabular-classification
tags: [penguins, tabular, onnx]
---

# Penguins

Tells the three species of Palmer Archipelago's penguins apart by four measurements of a living bird.

- **Developed by:** the field team of the penguin study
- **Model type:** multinomial logistic regression

## Uses

### Direct Use

Field notes: a guess of the species while the bird is in hand, to be confirmed by whoever holds it.

### Out-of-Scope Use

Chicks, birds of other archipelagos, and any count on which protection depends: for those a person decides.

## Bias, Risks, and Limitations

Trained on the birds of three islands in three summers. Each island has its own mix of species, so a bird far from home may
be told apart less well. Chinstrap penguins were the fewest.

### Recommendations

Look at the slices by island before the model is used on another one.

## Model Card Contact

ada@example.com
`
