"""The pages to read about destinations, stages, exams and organisations."""
