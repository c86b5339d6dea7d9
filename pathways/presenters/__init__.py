"""What templates print: values made of timelines, editions and plans. No queries, no HTML."""
